package io.latebind.server.event.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.audit.store.PgAuditTrail;
import io.latebind.server.event.EventFixture;
import io.latebind.server.event.EventType;
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
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the outbox to a real receiver, on a clock that the test moves. */
class WebhookDeliveryTest {
    private final EventFixture events = new EventFixture();
    private final Receiver receiver = new Receiver();
    private final OutboundCalls calls = OutboundCalls.open(NameResolver.ofMachine(), true, Duration.ofSeconds(20));
    private final WebhookSecrets secrets =
            new WebhookSecrets(new SecretCipher(new byte[SecretCipher.KEY_BYTES], events.ids));
    private final PgWebhookStore webhooks = new PgWebhookStore(secrets);
    private final PgDeliveryStore deliveries = new PgDeliveryStore(secrets);
    private final DeliverWebhooks delivering = process();
    private final Principal admin = events.principal(Role.ADMIN);
    private final ChangeWebhooks changing = new ChangeWebhooks(
            events.transactor,
            webhooks,
            deliveries,
            new OutboundReceivers(calls),
            new PgAuditTrail(events.clock),
            events.clock,
            events.ids);
    private final ReplayDeliveries replaying = new ReplayDeliveries(
            events.transactor, webhooks, deliveries, new PgAuditTrail(events.clock), events.clock, events.ids);
    private final ReadWebhooks reading = new ReadWebhooks(events.transactor, webhooks, deliveries);

    @AfterEach
    void close() {
        calls.close();
        receiver.close();
        events.close();
    }

    /** What one process of the service has. */
    private DeliverWebhooks process() {
        return new DeliverWebhooks(
                events.transactor, deliveries, new OutboundReceivers(calls), events.clock, events.ids);
    }

    private MadeWebhook webhook(String... types) {
        return done(changing.create(
                admin,
                new ChangeWebhooks.NewWebhook(
                        receiver.url(), new Webhook.Wanted(List.of(types), List.of()), true, Optional.empty())));
    }

    private static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal.toString());
        };
    }

    private static String refusal(Outcome<?> outcome) {
        return outcome instanceof Outcome.Refused<?>(Refusal refusal)
                ? refusal.code() + " " + refusal.detail()
                : "not refused";
    }

    /** What a round of the worker does, one after the other. */
    private int round(DeliverWebhooks process) {
        while (process.fanOut()) {
            // until all events have their deliveries
        }
        List<DueDelivery> due = process.take(Map.of());
        due.forEach(process::deliver);
        return due.size();
    }

    private List<Delivery> listed(MadeWebhook webhook) {
        return done(reading.deliveries(
                        admin, webhook.webhook().id(), Optional.empty(), new PageRequest(100, Optional.empty(), false)))
                .items();
    }

    private Webhook shown(MadeWebhook made) {
        return done(reading.find(admin, made.webhook().id()));
    }

    /** After standardwebhooks.com, without our code. */
    private static String signature(MadeWebhook webhook, Receiver.Got got) {
        try {
            byte[] key = Base64.getDecoder().decode(webhook.secret().reveal().substring("whsec_".length()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String signed = got.header("webhook-id") + "." + got.header("webhook-timestamp") + "." + got.text();
            return "v1,"
                    + Base64.getEncoder()
                            .encodeToString(mac.doFinal(signed.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException fault) {
            throw new AssertionError(fault);
        }
    }

    @Test
    void sendsASignedCloudEventOnceToEachWebhookThatWantsIt() {
        MadeWebhook wanting = webhook("bulk.*");
        webhook("device.status");
        events.record("job");
        assertThat(round(delivering)).isEqualTo(1);
        assertThat(round(delivering)).isZero();
        Receiver.Got got = receiver.next();
        assertThat(got.header("content-type")).isEqualTo("application/cloudevents+json");
        assertThat(got.header("webhook-signature")).isEqualTo(signature(wanting, got));
        assertThat(got.header("webhook-timestamp"))
                .isEqualTo(Long.toString(events.clock.instant().getEpochSecond()));
        assertThat(got.text())
                .contains(
                        "\"specversion\":\"1.0\"",
                        "\"type\":\"io.latebind.bulk.finished\"",
                        "\"subject\":\"job\"",
                        "\"id\":\"" + got.header("webhook-id") + "\"");
        assertThat(listed(wanting)).singleElement().satisfies(delivery -> {
            assertThat(delivery.state()).isEqualTo(Delivery.State.DELIVERED);
            assertThat(delivery.lastStatus()).contains(204);
        });
        assertThat(shown(wanting).health().lastDeliveredAt()).isPresent();
    }

    @Test
    void signsWithBothSecretsUntilTheOverlapIsOver() {
        MadeWebhook old = webhook();
        MadeWebhook rotated = done(changing.rotate(admin, old.webhook().id(), Duration.ofHours(1)));
        assertThat(rotated.secret()).isNotEqualTo(old.secret());
        events.record("during");
        round(delivering);
        Receiver.Got got = receiver.next();
        assertThat(got.header("webhook-signature").split(" "))
                .containsExactly(signature(rotated, got), signature(old, got));
        events.clock.advance(Duration.ofHours(2));
        events.record("after");
        round(delivering);
        got = receiver.next();
        assertThat(got.header("webhook-signature")).isEqualTo(signature(rotated, got));
    }

    @Test
    void keepsSecretsEncrypted() {
        MadeWebhook made = webhook();
        assertThat(made.toString() + made.webhook())
                .doesNotContain(made.secret().reveal());
        events.database.execute("DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM webhook WHERE position('"
                + made.secret().reveal() + "'::bytea in secret) > 0); END $$");
    }

    @Test
    void triesAgainLaterAndLaterAndKeepsWhatNobodyTook() {
        MadeWebhook webhook = webhook();
        events.record("job");
        int attempts = 0;
        Duration waited = Duration.ZERO;
        for (; attempts < 50; attempts++) {
            receiver.willAnswer(503, "  down for\nmaintenance  ");
            if (round(delivering) == 0) {
                break;
            }
            Delivery delivery = listed(webhook).getFirst();
            if (delivery.state() == Delivery.State.DEAD) {
                assertThat(delivery.nextAttemptAt()).isEmpty();
                assertThat(delivery.lastReason()).contains("the receiver answered 503: down for maintenance");
                attempts++;
                break;
            }
            Duration wait = Duration.between(
                    events.clock.instant(), delivery.nextAttemptAt().orElseThrow());
            events.clock.advance(wait.minusMillis(1));
            assertThat(round(delivering)).as("not before its time").isZero();
            events.clock.advance(Duration.ofMillis(1));
            waited = waited.plus(wait);
        }
        assertThat(attempts).isEqualTo(9);
        assertThat(waited).isBetween(Duration.ofHours(14), Duration.ofHours(24));
        assertThat(shown(webhook).health().failingSince()).isPresent();

        assertThat(done(replaying.replayDead(admin, webhook.webhook().id()))).isEqualTo(1);
        // the last answer that was prepared is still there
        events.clock.advance(Duration.ofSeconds(1));
        round(delivering);
        events.clock.advance(Duration.ofSeconds(7));
        round(delivering);
        assertThat(listed(webhook).getFirst().state()).isEqualTo(Delivery.State.DELIVERED);
        assertThat(shown(webhook).health().failingSince()).isEmpty();
    }

    @Test
    void replaysOneThatHasEnded() {
        MadeWebhook webhook = webhook();
        WebhookId id = webhook.webhook().id();
        events.record("job");
        delivering.fanOut();
        Delivery delivery = listed(webhook).getFirst();
        assertThat(refusal(replaying.replay(admin, id, delivery.id())))
                .startsWith("40900")
                .contains("PENDING");
        round(delivering);
        done(replaying.replay(admin, id, delivery.id()));
        round(delivering);
        assertThat(receiver.next().header("webhook-id"))
                .isEqualTo(receiver.next().header("webhook-id"))
                .isEqualTo(delivery.id().toString());
    }

    @Test
    void goesOnAfterARestartWithWhatWasUnderWay() {
        MadeWebhook webhook = webhook();
        events.record("job");
        delivering.fanOut();
        // taken on, and then the process dies
        assertThat(delivering.take(Map.of())).hasSize(1);
        DeliverWebhooks next = process();
        assertThat(round(next)).isZero();
        events.clock.advance(DeliverWebhooks.LEASE);
        assertThat(round(next)).isEqualTo(1);
        assertThat(listed(webhook)).singleElement().satisfies(delivery -> {
            assertThat(delivery.state()).isEqualTo(Delivery.State.DELIVERED);
            assertThat(delivery.attempts()).isEqualTo(2);
        });
    }

    @Test
    void isDeliveredByOneOfTwoProcesses() {
        webhook();
        for (int i = 0; i < 6; i++) {
            events.record("job" + i);
        }
        DeliverWebhooks other = process();
        delivering.fanOut();
        other.fanOut();
        List<DueDelivery> mine = delivering.take(Map.of());
        assertThat(mine).hasSize(6).isSortedAccordingTo((a, b) -> a.subject().compareTo(b.subject()));
        assertThat(other.take(Map.of())).isEmpty();
    }

    @Test
    void letsAStallingReceiverHoldUpNoOther() {
        MadeWebhook stalling = webhook("bulk.finished");
        MadeWebhook quick = webhook("bulk.finished");
        for (int i = 0; i < 20; i++) {
            events.record("job" + i);
        }
        while (delivering.fanOut()) {
            // all
        }
        List<DueDelivery> first = delivering.take(Map.of());
        assertThat(first)
                .filteredOn(due -> due.webhook().equals(stalling.webhook().id()))
                .hasSize(8);
        assertThat(first)
                .filteredOn(due -> due.webhook().equals(quick.webhook().id()))
                .hasSize(8);
        // the first one's are still under way
        assertThat(delivering.take(Map.of(stalling.webhook().id(), 8)))
                .hasSize(8)
                .allMatch(due -> due.webhook().equals(quick.webhook().id()));
        // one that has failed gets one at a time
        receiver.willAnswer(500, "");
        delivering.deliver(first.stream()
                .filter(due -> due.webhook().equals(stalling.webhook().id()))
                .findFirst()
                .orElseThrow());
        assertThat(delivering.take(Map.of(quick.webhook().id(), 8))).hasSize(1);
    }

    @Test
    void followsNoRedirectAndSaysSo() {
        MadeWebhook webhook = webhook();
        receiver.willRedirectTo("http://169.254.169.254/latest/meta-data/");
        events.record("job");
        round(delivering);
        assertThat(listed(webhook).getFirst().lastReason().orElseThrow()).contains("302", "redirect", "not followed");
        assertThat(receiver.waiting()).isEqualTo(1);
    }

    @Test
    void triesATestOnceAlsoWhenInactive() {
        MadeWebhook webhook = webhook();
        WebhookId id = webhook.webhook().id();
        WebhookChange off = new WebhookChange(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(false), Optional.empty());
        done(changing.change(admin, id, off));
        receiver.willAnswer(404, "no such hook");
        done(replaying.test(admin, id));
        assertThat(round(delivering)).isEqualTo(1);
        assertThat(receiver.next().text()).contains("io.latebind.webhook.test");
        assertThat(listed(webhook)).singleElement().satisfies(delivery -> {
            assertThat(delivery.type()).isEqualTo(EventType.WEBHOOK_TEST);
            assertThat(delivery.state()).isEqualTo(Delivery.State.DEAD);
            assertThat(delivery.lastReason()).contains("the receiver answered 404: no such hook");
        });
        assertThat(refusal(replaying.replayDead(admin, id))).startsWith("40900").contains("inactive");
    }

    @Test
    void givesUpWhatWaitsWhenItIsMadeInactive() {
        MadeWebhook webhook = webhook();
        events.record("job");
        delivering.fanOut();
        WebhookChange off = new WebhookChange(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(false), Optional.empty());
        done(changing.change(admin, webhook.webhook().id(), off));
        events.record("meanwhile");
        assertThat(round(delivering)).isZero();
        assertThat(listed(webhook)).singleElement().satisfies(delivery -> {
            assertThat(delivery.state()).isEqualTo(Delivery.State.DEAD);
            assertThat(delivery.lastReason().orElseThrow()).contains("inactive");
        });
    }

    @Test
    void isMadeInactiveAfterFiveDaysOfFailuresAndTellsTheOthers() {
        MadeWebhook hopeless = webhook("bulk.finished");
        receiver.willAnswer(500, "");
        events.record("job");
        round(delivering);
        TendWebhooks tending = new TendWebhooks(events.transactor, webhooks, deliveries, events.outbox, events.clock);
        tending.tend();
        assertThat(shown(hopeless).active()).isTrue();
        events.clock.advance(TendWebhooks.MAX_FAILING.plusSeconds(1));
        tending.tend();
        assertThat(shown(hopeless).active()).isFalse();
        assertThat(listed(hopeless)).allMatch(delivery -> delivery.state() == Delivery.State.DEAD);
        assertThat(events.after(io.latebind.server.event.EventPosition.START)
                        .getLast()
                        .type())
                .isEqualTo(EventType.WEBHOOK_DEACTIVATED);
        events.clock.advance(Duration.ofDays(31));
        tending.tend();
        assertThat(listed(hopeless)).isEmpty();
    }

    @Test
    void pagesDeliveriesByKey() {
        MadeWebhook webhook = webhook();
        for (int i = 0; i < 5; i++) {
            events.record("job" + i);
            events.clock.advance(Duration.ofSeconds(1));
        }
        delivering.fanOut();
        var first = done(reading.deliveries(
                admin,
                webhook.webhook().id(),
                Optional.of(Delivery.State.PENDING),
                new PageRequest(3, Optional.empty(), true)));
        assertThat(first.items().stream().map(Delivery::subject)).containsExactly("job4", "job3", "job2");
        assertThat(first.total()).isEqualTo(5);
        var second = done(reading.deliveries(
                admin, webhook.webhook().id(), Optional.empty(), new PageRequest(3, first.nextPageToken(), true)));
        assertThat(second.items().stream().map(Delivery::subject)).containsExactly("job1", "job0");
        assertThat(second.nextPageToken()).isEmpty();
    }

    @Test
    void refusesAUrlThatLeadsInside() {
        try (OutboundCalls strict = OutboundCalls.open(NameResolver.ofMachine(), false, Duration.ofSeconds(5))) {
            ChangeWebhooks asShipped = new ChangeWebhooks(
                    events.transactor,
                    webhooks,
                    deliveries,
                    new OutboundReceivers(strict),
                    new PgAuditTrail(events.clock),
                    events.clock,
                    events.ids);
            assertThat(refusal(asShipped.create(
                            admin,
                            new ChangeWebhooks.NewWebhook(
                                    receiver.url(), new Webhook.Wanted(List.of(), List.of()), true, Optional.empty()))))
                    .startsWith("40002")
                    .contains("/url leads to a loopback address", "webhook-allow-private");
        }
    }
}
