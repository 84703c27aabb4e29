package io.latebind.server.event.webhook;

import io.latebind.server.event.CloudEvents;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Transactor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings events to webhooks, at least once each. What is under way is leased, not held in memory: another process, or the next start,
 * goes on with what this one does not finish.
 */
public final class DeliverWebhooks {
    /** Much longer than a call may take. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private static final int EVENTS_AT_A_TIME = 500;

    private final Transactor transactor;
    private final DeliveryStore deliveries;
    private final Receivers receivers;
    private final InstantSource clock;
    private final IdSource ids;

    public DeliverWebhooks(
            Transactor transactor, DeliveryStore deliveries, Receivers receivers, InstantSource clock, IdSource ids) {
        this.transactor = transactor;
        this.deliveries = deliveries;
        this.receivers = receivers;
        this.clock = clock;
        this.ids = ids;
    }

    /** Makes deliveries of new events; says whether there may be more. */
    public boolean fanOut() {
        Instant now = clock.instant();
        return transactor.inTransaction(tx -> deliveries.fanOut(tx, now, EVENTS_AT_A_TIME)) == EVENTS_AT_A_TIME;
    }

    /** @param underWay how many of a webhook are in hand already */
    public List<DueDelivery> take(Map<WebhookId, Integer> underWay) {
        Instant now = clock.instant();
        return transactor.inTransaction(tx -> deliveries.take(tx, now, now.plus(LEASE), underWay));
    }

    /** Sends one, and records what became of it. Blocks for as long as the receiver may take. */
    public void deliver(DueDelivery due) {
        Instant sent = clock.instant();
        byte[] body = CloudEvents.json(due.event(), due.team(), due.type(), due.subject(), due.eventAt(), due.data())
                .getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of(
                "content-type", CloudEvents.CONTENT_TYPE,
                "user-agent", "Latebind-Webhooks",
                "webhook-id", due.event().toString(),
                "webhook-timestamp", Long.toString(sent.getEpochSecond()),
                "webhook-signature",
                        SignatureRules.header(due.secrets(), due.event().toString(), sent, body));
        Receivers.Answer answer = receivers.send(due.url(), headers, body);
        Instant now = clock.instant();
        transactor.inTransaction(tx -> {
            switch (answer) {
                case Receivers.Answer.Taken(int status) -> deliveries.delivered(tx, due, status, now);
                case Receivers.Answer.NotTaken notTaken -> {
                    Optional<Instant> next =
                            RetryRules.wait(due.type(), due.attempt(), dice()).map(now::plus);
                    deliveries.failed(tx, due, notTaken, next, now);
                }
            }
            return tx;
        });
    }

    private double dice() {
        return (ids.randomBytes(1)[0] & 0xff) / 255.0;
    }
}
