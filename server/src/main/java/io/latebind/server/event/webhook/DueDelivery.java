package io.latebind.server.event.webhook;

import io.latebind.server.event.EventId;
import io.latebind.server.event.EventType;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.TeamId;
import java.time.Instant;
import java.util.List;

/**
 * A delivery that this process has taken on, with all that is needed for it.
 *
 * @param attempt 1 for the first
 * @param secrets all that sign now, the newest first
 * @param data of the event, JSON
 */
public record DueDelivery(
        WebhookId webhook,
        EventId event,
        int attempt,
        TeamId team,
        String url,
        List<Secret> secrets,
        EventType type,
        String subject,
        Instant eventAt,
        String data) {

    public DueDelivery {
        secrets = List.copyOf(secrets);
    }
}
