package io.latebind.server.event.webhook;

import io.latebind.server.event.CloudEvents;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
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
    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final Receivers receivers;
    private final DeactivateWebhook deactivation;
    private final InstantSource clock;
    private final IdSource ids;

    public DeliverWebhooks(
            Transactor transactor,
            WebhookStore webhooks,
            DeliveryStore deliveries,
            Receivers receivers,
            DeactivateWebhook deactivation,
            InstantSource clock,
            IdSource ids) {
        this.transactor = transactor;
        this.webhooks = webhooks;
        this.deactivation = deactivation;
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
                case Receivers.Answer.NotTaken gone when gone.gone() -> gone(tx, due, gone, now);
                case Receivers.Answer.NotTaken notTaken -> later(tx, due, notTaken, now);
            }
            return tx;
        });
    }

    private void later(Tx tx, DueDelivery due, Receivers.Answer.NotTaken answer, Instant now) {
        Optional<Duration> held =
                answer.retryAfter().flatMap(asked -> RetryAfterRules.wait(asked, now, RetryRules.LONGEST));
        Optional<Instant> next =
                RetryRules.wait(due.type(), due.attempt(), held, dice()).map(now::plus);
        deliveries.failed(tx, due, answer, next, held.map(now::plus), now);
    }

    /** A webhook that leads elsewhere by now was not meant. */
    private void gone(Tx tx, DueDelivery due, Receivers.Answer.NotTaken answer, Instant now) {
        Optional<Webhook> meant = webhooks.lock(tx, due.team(), due.webhook())
                .filter(webhook -> webhook.active() && webhook.url().equals(due.url()));
        if (meant.isEmpty()) {
            later(tx, due, answer, now);
            return;
        }
        deliveries.failed(tx, due, answer, Optional.empty(), Optional.empty(), now);
        deactivation.deactivate(
                tx,
                meant.get(),
                "its receiver answered 410 Gone",
                meant.get().health().failingSince().orElse(now),
                answer.reason(),
                now);
    }

    private double dice() {
        return (ids.randomBytes(1)[0] & 0xff) / 255.0;
    }
}
