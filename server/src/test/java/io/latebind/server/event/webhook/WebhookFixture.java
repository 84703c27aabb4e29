package io.latebind.server.event.webhook;

import io.latebind.server.audit.store.PgAuditTrail;
import io.latebind.server.event.EventFixture;
import io.latebind.server.event.link.OutboundReceivers;
import io.latebind.server.event.store.PgDeliveryStore;
import io.latebind.server.event.store.PgWebhookStore;
import io.latebind.server.event.store.WebhookSecrets;
import io.latebind.server.http.NameResolver;
import io.latebind.server.http.OutboundCalls;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.Role;
import io.latebind.server.secrecy.SecretCipher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything between the outbox and a real receiver, on a clock that the test moves. */
final class WebhookFixture implements AutoCloseable {
    final EventFixture events = new EventFixture();
    final Receiver receiver = new Receiver();
    final OutboundCalls calls = OutboundCalls.open(NameResolver.ofMachine(), true, Duration.ofSeconds(20));
    final WebhookSecrets secrets = new WebhookSecrets(new SecretCipher(new byte[SecretCipher.KEY_BYTES], events.ids));
    final PgWebhookStore webhooks = new PgWebhookStore(secrets);
    final PgDeliveryStore deliveries = new PgDeliveryStore(secrets);
    final DeliverWebhooks delivering = process();
    final Principal admin = events.principal(Role.ADMIN);
    final ChangeWebhooks changing = new ChangeWebhooks(
            events.transactor,
            webhooks,
            deliveries,
            new OutboundReceivers(calls),
            new PgAuditTrail(events.clock),
            events.clock,
            events.ids);
    final ReplayDeliveries replaying = new ReplayDeliveries(
            events.transactor, webhooks, deliveries, new PgAuditTrail(events.clock), events.clock, events.ids);
    final ReadWebhooks reading = new ReadWebhooks(events.transactor, webhooks, deliveries);

    @Override
    public void close() {
        calls.close();
        receiver.close();
        events.close();
    }

    /** What one process of the service has. */
    DeliverWebhooks process() {
        return new DeliverWebhooks(
                events.transactor,
                webhooks,
                deliveries,
                new OutboundReceivers(calls),
                deactivation(),
                events.clock,
                events.ids);
    }

    DeactivateWebhook deactivation() {
        return new DeactivateWebhook(webhooks, deliveries, events.outbox);
    }

    MadeWebhook webhook(String... types) {
        return done(changing.create(
                admin,
                new ChangeWebhooks.NewWebhook(
                        receiver.url(), new Webhook.Wanted(List.of(types), List.of()), true, Optional.empty())));
    }

    static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal.toString());
        };
    }

    static String refusal(Outcome<?> outcome) {
        return outcome instanceof Outcome.Refused<?>(Refusal refusal)
                ? refusal.code() + " " + refusal.detail()
                : "not refused";
    }

    int round() {
        return round(delivering);
    }

    /** What a round of the worker does, one after the other. */
    int round(DeliverWebhooks process) {
        while (process.fanOut()) {
            // until all events have their deliveries
        }
        List<DueDelivery> due = process.take(Map.of());
        due.forEach(process::deliver);
        return due.size();
    }

    List<Delivery> listed(MadeWebhook webhook) {
        return done(reading.deliveries(
                        admin, webhook.webhook().id(), Optional.empty(), new PageRequest(100, Optional.empty(), false)))
                .items();
    }

    Webhook shown(MadeWebhook made) {
        return done(reading.find(admin, made.webhook().id()));
    }

    static WebhookChange active(boolean active) {
        return new WebhookChange(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(active), Optional.empty());
    }

    static WebhookChange leading(String url) {
        return new WebhookChange(
                Optional.of(url), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
