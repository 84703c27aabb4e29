package io.latebind.server.event.webhook;

import static io.latebind.server.event.webhook.WebhookFixture.active;
import static io.latebind.server.event.webhook.WebhookFixture.done;
import static io.latebind.server.event.webhook.WebhookFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.audit.store.PgAuditTrail;
import io.latebind.server.event.EventType;
import io.latebind.server.event.link.OutboundReceivers;
import io.latebind.server.http.NameResolver;
import io.latebind.server.http.OutboundCalls;
import io.latebind.server.kernel.PageRequest;
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
    private final WebhookFixture hooks = new WebhookFixture();

    @AfterEach
    void close() {
        hooks.close();
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
        MadeWebhook wanting = hooks.webhook("bulk.*");
        hooks.webhook("device.status");
        hooks.events.record("job");
        assertThat(hooks.round()).isEqualTo(1);
        assertThat(hooks.round()).isZero();
        Receiver.Got got = hooks.receiver.next();
        assertThat(got.header("content-type")).isEqualTo("application/cloudevents+json");
        assertThat(got.header("webhook-signature")).isEqualTo(signature(wanting, got));
        assertThat(got.header("webhook-timestamp"))
                .isEqualTo(Long.toString(hooks.events.clock.instant().getEpochSecond()));
        assertThat(got.text())
                .contains(
                        "\"specversion\":\"1.0\"",
                        "\"type\":\"io.latebind.bulk.finished\"",
                        "\"subject\":\"job\"",
                        "\"id\":\"" + got.header("webhook-id") + "\"");
        assertThat(hooks.listed(wanting)).singleElement().satisfies(delivery -> {
            assertThat(delivery.state()).isEqualTo(Delivery.State.DELIVERED);
            assertThat(delivery.lastStatus()).contains(204);
        });
        assertThat(hooks.shown(wanting).health().lastDeliveredAt()).isPresent();
    }

    @Test
    void signsWithBothSecretsUntilTheOverlapIsOver() {
        MadeWebhook old = hooks.webhook();
        MadeWebhook rotated =
                done(hooks.changing.rotate(hooks.admin, old.webhook().id(), Duration.ofHours(1)));
        assertThat(rotated.secret()).isNotEqualTo(old.secret());
        hooks.events.record("during");
        hooks.round();
        Receiver.Got got = hooks.receiver.next();
        assertThat(got.header("webhook-signature").split(" "))
                .containsExactly(signature(rotated, got), signature(old, got));
        hooks.events.clock.advance(Duration.ofHours(2));
        hooks.events.record("after");
        hooks.round();
        got = hooks.receiver.next();
        assertThat(got.header("webhook-signature")).isEqualTo(signature(rotated, got));
    }

    @Test
    void keepsSecretsEncrypted() {
        MadeWebhook made = hooks.webhook();
        assertThat(made.toString() + made.webhook())
                .doesNotContain(made.secret().reveal());
        hooks.events.database.execute("DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM webhook WHERE position('"
                + made.secret().reveal() + "'::bytea in secret) > 0); END $$");
    }

    @Test
    void triesAgainLaterAndLaterAndKeepsWhatNobodyTook() {
        MadeWebhook webhook = hooks.webhook();
        hooks.events.record("job");
        int attempts = 0;
        Duration waited = Duration.ZERO;
        for (; attempts < 50; attempts++) {
            hooks.receiver.willAnswer(503, "  down for\nmaintenance  ");
            if (hooks.round() == 0) {
                break;
            }
            Delivery delivery = hooks.listed(webhook).getFirst();
            if (delivery.state() == Delivery.State.DEAD) {
                assertThat(delivery.nextAttemptAt()).isEmpty();
                assertThat(delivery.lastReason()).contains("the receiver answered 503: down for maintenance");
                attempts++;
                break;
            }
            Duration wait = Duration.between(
                    hooks.events.clock.instant(), delivery.nextAttemptAt().orElseThrow());
            hooks.events.clock.advance(wait.minusMillis(1));
            assertThat(hooks.round()).as("not before its time").isZero();
            hooks.events.clock.advance(Duration.ofMillis(1));
            waited = waited.plus(wait);
        }
        assertThat(attempts).isEqualTo(9);
        assertThat(waited).isBetween(Duration.ofHours(14), Duration.ofHours(24));
        assertThat(hooks.shown(webhook).health().failingSince()).isPresent();

        assertThat(done(hooks.replaying.replayDead(
                        hooks.admin, webhook.webhook().id())))
                .isEqualTo(1);
        // the last answer that was prepared is still there
        hooks.events.clock.advance(Duration.ofSeconds(1));
        hooks.round();
        hooks.events.clock.advance(Duration.ofSeconds(7));
        hooks.round();
        assertThat(hooks.listed(webhook).getFirst().state()).isEqualTo(Delivery.State.DELIVERED);
        assertThat(hooks.shown(webhook).health().failingSince()).isEmpty();
    }

    @Test
    void replaysOneThatHasEnded() {
        MadeWebhook webhook = hooks.webhook();
        WebhookId id = webhook.webhook().id();
        hooks.events.record("job");
        hooks.delivering.fanOut();
        Delivery delivery = hooks.listed(webhook).getFirst();
        assertThat(refusal(hooks.replaying.replay(hooks.admin, id, delivery.id())))
                .startsWith("40900")
                .contains("PENDING");
        hooks.round();
        done(hooks.replaying.replay(hooks.admin, id, delivery.id()));
        hooks.round();
        assertThat(hooks.receiver.next().header("webhook-id"))
                .isEqualTo(hooks.receiver.next().header("webhook-id"))
                .isEqualTo(delivery.id().toString());
    }

    @Test
    void goesOnAfterARestartWithWhatWasUnderWay() {
        MadeWebhook webhook = hooks.webhook();
        hooks.events.record("job");
        hooks.delivering.fanOut();
        // taken on, and then the process dies
        assertThat(hooks.delivering.take(Map.of())).hasSize(1);
        DeliverWebhooks next = hooks.process();
        assertThat(hooks.round(next)).isZero();
        hooks.events.clock.advance(DeliverWebhooks.LEASE);
        assertThat(hooks.round(next)).isEqualTo(1);
        assertThat(hooks.listed(webhook)).singleElement().satisfies(delivery -> {
            assertThat(delivery.state()).isEqualTo(Delivery.State.DELIVERED);
            assertThat(delivery.attempts()).isEqualTo(2);
        });
    }

    @Test
    void isDeliveredByOneOfTwoProcesses() {
        hooks.webhook();
        for (int i = 0; i < 6; i++) {
            hooks.events.record("job" + i);
        }
        DeliverWebhooks other = hooks.process();
        hooks.delivering.fanOut();
        other.fanOut();
        List<DueDelivery> mine = hooks.delivering.take(Map.of());
        assertThat(mine).hasSize(6).isSortedAccordingTo((a, b) -> a.subject().compareTo(b.subject()));
        assertThat(other.take(Map.of())).isEmpty();
    }

    @Test
    void letsAStallingReceiverHoldUpNoOther() {
        MadeWebhook stalling = hooks.webhook("bulk.finished");
        MadeWebhook quick = hooks.webhook("bulk.finished");
        for (int i = 0; i < 20; i++) {
            hooks.events.record("job" + i);
        }
        while (hooks.delivering.fanOut()) {
            // all
        }
        List<DueDelivery> first = hooks.delivering.take(Map.of());
        assertThat(first)
                .filteredOn(due -> due.webhook().equals(stalling.webhook().id()))
                .hasSize(8);
        assertThat(first)
                .filteredOn(due -> due.webhook().equals(quick.webhook().id()))
                .hasSize(8);
        // the first one's are still under way
        assertThat(hooks.delivering.take(Map.of(stalling.webhook().id(), 8)))
                .hasSize(8)
                .allMatch(due -> due.webhook().equals(quick.webhook().id()));
        // one that has failed gets one at a time
        hooks.receiver.willAnswer(500, "");
        hooks.delivering.deliver(first.stream()
                .filter(due -> due.webhook().equals(stalling.webhook().id()))
                .findFirst()
                .orElseThrow());
        assertThat(hooks.delivering.take(Map.of(quick.webhook().id(), 8))).hasSize(1);
    }

    @Test
    void triesATestOnceAlsoWhenInactive() {
        MadeWebhook webhook = hooks.webhook();
        WebhookId id = webhook.webhook().id();
        done(hooks.changing.change(hooks.admin, id, active(false)));
        hooks.receiver.willAnswer(404, "no such hook");
        done(hooks.replaying.test(hooks.admin, id));
        assertThat(hooks.round()).isEqualTo(1);
        assertThat(hooks.receiver.next().text()).contains("io.latebind.webhook.test");
        assertThat(hooks.listed(webhook)).singleElement().satisfies(delivery -> {
            assertThat(delivery.type()).isEqualTo(EventType.WEBHOOK_TEST);
            assertThat(delivery.state()).isEqualTo(Delivery.State.DEAD);
            assertThat(delivery.lastReason()).contains("the receiver answered 404: no such hook");
        });
        assertThat(refusal(hooks.replaying.replayDead(hooks.admin, id)))
                .startsWith("40900")
                .contains("inactive");
    }

    @Test
    void givesUpWhatWaitsWhenItIsMadeInactive() {
        MadeWebhook webhook = hooks.webhook();
        hooks.events.record("job");
        hooks.delivering.fanOut();
        done(hooks.changing.change(hooks.admin, webhook.webhook().id(), active(false)));
        hooks.events.record("meanwhile");
        assertThat(hooks.round()).isZero();
        assertThat(hooks.listed(webhook)).singleElement().satisfies(delivery -> {
            assertThat(delivery.state()).isEqualTo(Delivery.State.DEAD);
            assertThat(delivery.lastReason().orElseThrow()).contains("inactive");
        });
    }

    @Test
    void pagesDeliveriesByKey() {
        MadeWebhook webhook = hooks.webhook();
        for (int i = 0; i < 5; i++) {
            hooks.events.record("job" + i);
            hooks.events.clock.advance(Duration.ofSeconds(1));
        }
        hooks.delivering.fanOut();
        var first = done(hooks.reading.deliveries(
                hooks.admin,
                webhook.webhook().id(),
                Optional.of(Delivery.State.PENDING),
                new PageRequest(3, Optional.empty(), true)));
        assertThat(first.items().stream().map(Delivery::subject)).containsExactly("job4", "job3", "job2");
        assertThat(first.total()).isEqualTo(5);
        var second = done(hooks.reading.deliveries(
                hooks.admin,
                webhook.webhook().id(),
                Optional.empty(),
                new PageRequest(3, first.nextPageToken(), true)));
        assertThat(second.items().stream().map(Delivery::subject)).containsExactly("job1", "job0");
        assertThat(second.nextPageToken()).isEmpty();
    }

    @Test
    void refusesAUrlThatLeadsInside() {
        try (OutboundCalls strict = OutboundCalls.open(NameResolver.ofMachine(), false, Duration.ofSeconds(5))) {
            ChangeWebhooks asShipped = new ChangeWebhooks(
                    hooks.events.transactor,
                    hooks.webhooks,
                    hooks.deliveries,
                    new OutboundReceivers(strict),
                    new PgAuditTrail(hooks.events.clock),
                    hooks.events.clock,
                    hooks.events.ids);
            assertThat(refusal(asShipped.create(
                            hooks.admin,
                            new ChangeWebhooks.NewWebhook(
                                    hooks.receiver.url(),
                                    new Webhook.Wanted(List.of(), List.of()),
                                    true,
                                    Optional.empty()))))
                    .startsWith("40002")
                    .contains("/url leads to a loopback address", "webhook-allow-private");
        }
    }
}
