package io.latebind.server.event.webhook;

import static io.latebind.server.event.webhook.WebhookFixture.active;
import static io.latebind.server.event.webhook.WebhookFixture.done;
import static io.latebind.server.event.webhook.WebhookFixture.leading;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.event.EventPosition;
import io.latebind.server.event.EventType;
import io.latebind.server.event.RecordedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a webhook whose receiver does not take what is sent. */
class WebhookFailuresTest {
    private final WebhookFixture hooks = new WebhookFixture();

    @AfterEach
    void close() {
        hooks.close();
    }

    @Test
    void followsNoRedirectAndSaysSo() {
        MadeWebhook webhook = hooks.webhook();
        hooks.receiver.willRedirectTo("http://169.254.169.254/latest/meta-data/");
        hooks.events.record("job");
        hooks.round();
        assertThat(hooks.listed(webhook).getFirst().lastReason().orElseThrow())
                .contains("302", "redirect", "not followed");
        assertThat(hooks.receiver.waiting()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void leavesAReceiverAloneForAsLongAsItAsks(int status) {
        MadeWebhook webhook = hooks.webhook();
        MadeWebhook other = hooks.webhook();
        hooks.receiver.willAskToRetryAfter(status, "600");
        hooks.receiver.willAskToRetryAfter(status, "600");
        hooks.events.record("first");
        assertThat(hooks.round()).isEqualTo(2);
        Instant until = hooks.events.clock.instant().plusSeconds(600);
        assertThat(hooks.shown(webhook).health().heldUntil()).contains(until);
        assertThat(hooks.listed(webhook).getFirst().nextAttemptAt().orElseThrow())
                .isBetween(until, until.plusSeconds(120));
        // another event does not disturb it either, but somebody who tries it out does
        hooks.events.record("second");
        hooks.events.clock.advance(Duration.ofSeconds(599));
        assertThat(hooks.round()).isZero();
        done(hooks.replaying.test(hooks.admin, other.webhook().id()));
        assertThat(hooks.round()).isEqualTo(1);
        assertThat(hooks.shown(other).health().heldUntil()).isEmpty();
        assertThat(hooks.shown(webhook).health().heldUntil()).isPresent();
        hooks.events.clock.advance(Duration.ofSeconds(121));
        while (hooks.round() > 0) {
            // one at a time until one was taken
        }
        assertThat(hooks.listed(webhook)).hasSize(2).allMatch(delivery -> delivery.state() == Delivery.State.DELIVERED);
        assertThat(hooks.shown(webhook).health().heldUntil()).isEmpty();
    }

    @Test
    void goesOnAtOnceWhenItLeadsElsewhereOrIsMadeActiveAgain() {
        MadeWebhook moved = hooks.webhook("bulk.finished");
        hooks.receiver.willAskToRetryAfter(429, "3600");
        hooks.events.record("first");
        hooks.round();
        done(hooks.changing.change(hooks.admin, moved.webhook().id(), leading(hooks.receiver.url() + "/other")));
        assertThat(hooks.shown(moved).health().heldUntil()).isEmpty();
        hooks.receiver.willAskToRetryAfter(429, "3600");
        hooks.events.record("second");
        assertThat(hooks.round()).isEqualTo(1);
        done(hooks.changing.change(hooks.admin, moved.webhook().id(), active(false)));
        done(hooks.changing.change(hooks.admin, moved.webhook().id(), active(true)));
        hooks.events.record("third");
        assertThat(hooks.round()).isEqualTo(1);
        assertThat(hooks.receiver.next().path()).isEqualTo("/hook");
        assertThat(hooks.receiver.next().path()).isEqualTo("/hook/other");
        assertThat(hooks.receiver.next().text()).contains("third");
    }

    @Test
    void heedsRetryAfterOnlyWhereItMeansLater() {
        MadeWebhook webhook = hooks.webhook();
        hooks.receiver.willAskToRetryAfter(500, "3600");
        hooks.events.record("job");
        hooks.round();
        assertThat(hooks.shown(webhook).health().heldUntil()).isEmpty();
        hooks.events.clock.advance(Duration.ofSeconds(7));
        assertThat(hooks.round()).isEqualTo(1);
    }

    @Test
    void isMadeInactiveWhenItsReceiverIsGoneAndSaysWhy() {
        MadeWebhook webhook = hooks.webhook("bulk.finished");
        hooks.receiver.willAnswer(410, "moved to the museum");
        hooks.events.record("first", "second");
        hooks.delivering.fanOut();
        hooks.delivering.take(Map.of()).stream().findFirst().ifPresent(hooks.delivering::deliver);
        assertThat(hooks.shown(webhook).active()).isFalse();
        assertThat(hooks.shown(webhook).health().lastFailure())
                .contains("the receiver answered 410: moved to the museum");
        List<Delivery> ended = hooks.listed(webhook);
        assertThat(ended).hasSize(2).allMatch(delivery -> delivery.state() == Delivery.State.DEAD);
        assertThat(ended.stream().map(delivery -> delivery.lastReason().orElseThrow()))
                .containsExactlyInAnyOrder(
                        "the receiver answered 410: moved to the museum",
                        "the webhook was made inactive, because its receiver answered 410 Gone");
        RecordedEvent told = hooks.events.after(EventPosition.START).getLast();
        assertThat(told.type()).isEqualTo(EventType.WEBHOOK_DEACTIVATED);
        assertThat(told.data()).contains("410 Gone", "museum").doesNotContain(hooks.receiver.url());
        hooks.events.record("third");
        assertThat(hooks.round()).isZero();

        done(hooks.changing.change(hooks.admin, webhook.webhook().id(), active(true)));
        assertThat(hooks.shown(webhook).health().failingSince()).isEmpty();
        done(hooks.replaying.replayDead(hooks.admin, webhook.webhook().id()));
        while (hooks.round() > 0) {
            // until everything was taken
        }
        assertThat(hooks.listed(webhook)).allMatch(delivery -> delivery.state() == Delivery.State.DELIVERED);
    }

    @Test
    void staysActiveWhenItLeadsElsewhereByTheTimeThatItsOldReceiverIsGone() {
        MadeWebhook webhook = hooks.webhook();
        hooks.events.record("job");
        hooks.delivering.fanOut();
        DueDelivery due = hooks.delivering.take(Map.of()).getFirst();
        done(hooks.changing.change(hooks.admin, webhook.webhook().id(), leading(hooks.receiver.url() + "/other")));
        hooks.receiver.willAnswer(410, "");
        hooks.delivering.deliver(due);
        assertThat(hooks.shown(webhook).active()).isTrue();
        hooks.events.clock.advance(Duration.ofSeconds(7));
        assertThat(hooks.round()).isEqualTo(1);
        assertThat(hooks.listed(webhook))
                .singleElement()
                .matches(delivery -> delivery.state() == Delivery.State.DELIVERED);
    }

    @Test
    void isMadeInactiveAfterFiveDaysOfFailuresAndTellsTheOthers() {
        MadeWebhook hopeless = hooks.webhook("bulk.finished");
        hooks.receiver.willAnswer(500, "");
        hooks.events.record("job");
        hooks.round();
        TendWebhooks tending = new TendWebhooks(
                hooks.events.transactor, hooks.webhooks, hooks.deliveries, hooks.deactivation(), hooks.events.clock);
        tending.tend();
        assertThat(hooks.shown(hopeless).active()).isTrue();
        hooks.events.clock.advance(TendWebhooks.MAX_FAILING.plusSeconds(1));
        tending.tend();
        assertThat(hooks.shown(hopeless).active()).isFalse();
        assertThat(hooks.listed(hopeless)).allMatch(delivery -> delivery.state() == Delivery.State.DEAD);
        assertThat(hooks.events.after(EventPosition.START).getLast().type()).isEqualTo(EventType.WEBHOOK_DEACTIVATED);
        hooks.events.clock.advance(Duration.ofDays(31));
        tending.tend();
        assertThat(hooks.listed(hopeless)).isEmpty();
    }
}
