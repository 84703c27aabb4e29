package io.latebind.server.event.webhook;

import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.FieldProblem;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Makes, changes and removes webhooks (specification 7, events). */
public final class ChangeWebhooks {
    /** Of one team: more is a runaway script. */
    static final int MAX_WEBHOOKS = 100;

    private final Transactor transactor;
    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final Receivers receivers;
    private final AuditTrail audit;
    private final InstantSource clock;
    private final IdSource ids;

    public ChangeWebhooks(
            Transactor transactor,
            WebhookStore webhooks,
            DeliveryStore deliveries,
            Receivers receivers,
            AuditTrail audit,
            InstantSource clock,
            IdSource ids) {
        this.transactor = transactor;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.receivers = receivers;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /** @param description empty for none */
    public record NewWebhook(String url, Webhook.Wanted wanted, boolean active, Optional<String> description) {}

    /** Refused when nothing can be sent to the URL (BAD_FIELD), or the team has as many webhooks as it may (WRONG_STATE). */
    public Outcome<MadeWebhook> create(Principal caller, NewWebhook wanted) {
        Instant now = clock.instant();
        return reachable(wanted.url())
                .then(_ -> transactor.inTransaction(tx -> {
                    // two at the same moment may make one more than the limit: it guards against scripts, not against
                    // anyone
                    if (webhooks.list(tx, caller.team()).size() >= MAX_WEBHOOKS) {
                        return Outcome.refused(
                                RefusalCode.WRONG_STATE,
                                "your team has " + MAX_WEBHOOKS
                                        + " webhooks, the most that a team may have; delete some");
                    }
                    Webhook webhook = new Webhook(
                            new WebhookId(ids.newUuid()),
                            caller.team(),
                            wanted.url(),
                            wanted.wanted(),
                            wanted.description(),
                            wanted.active(),
                            caller.member(),
                            now,
                            now,
                            Optional.empty(),
                            Webhook.Health.NEW);
                    Secret secret = newSecret();
                    webhooks.add(tx, webhook, secret);
                    audit.record(
                            tx,
                            AuditEvent.of(caller, AuditAction.WEBHOOK_CREATED, webhook.id())
                                    .after(WebhookFacts.of(webhook)));
                    return Outcome.done(new MadeWebhook(webhook, secret));
                }));
    }

    /**
     * A webhook that is made inactive gives up what it has not delivered yet; replay brings that back. Refused when there is no such
     * webhook (NOT_FOUND), or nothing can be sent to the new URL (BAD_FIELD).
     */
    public Outcome<Webhook> change(Principal caller, WebhookId id, WebhookChange change) {
        Outcome<String> url = change.url().map(this::reachable).orElseGet(() -> Outcome.done(""));
        return url.then(_ -> onLocked(caller, id, (tx, before) -> {
            Instant now = clock.instant();
            Webhook after = before.changed(change, now);
            webhooks.save(tx, after);
            if (before.active() && !after.active()) {
                deliveries.endPending(tx, id, "the webhook was made inactive before it was delivered", now);
            }
            recordChange(tx, caller, before, after);
            return after;
        }));
    }

    /**
     * A new secret; the old one signs as well for {@code overlap}. Refused when there is no such webhook (NOT_FOUND).
     *
     * @param overlap zero: the old one ends at once
     */
    public Outcome<MadeWebhook> rotate(Principal caller, WebhookId id, Duration overlap) {
        return onLocked(caller, id, (tx, before) -> {
            Instant now = clock.instant();
            Webhook after = before.rotated(Optional.of(now.plus(overlap)).filter(end -> end.isAfter(now)), now);
            Secret secret = newSecret();
            webhooks.rotate(tx, after, secret);
            recordChange(tx, caller, before, after);
            return new MadeWebhook(after, secret);
        });
    }

    private void recordChange(Tx tx, Principal caller, Webhook before, Webhook after) {
        audit.record(
                tx,
                AuditEvent.of(caller, AuditAction.WEBHOOK_CHANGED, before.id())
                        .before(WebhookFacts.of(before))
                        .after(WebhookFacts.of(after)));
    }

    /** With its deliveries, dead ones too. Refused when there is no such webhook (NOT_FOUND). */
    public Outcome<Webhook> delete(Principal caller, WebhookId id) {
        return onLocked(caller, id, (tx, webhook) -> {
            webhooks.delete(tx, id);
            audit.record(
                    tx, AuditEvent.of(caller, AuditAction.WEBHOOK_DELETED, id).before(WebhookFacts.of(webhook)));
            return webhook;
        });
    }

    private <T> Outcome<T> onLocked(Principal caller, WebhookId id, BiFunction<Tx, Webhook, T> work) {
        return transactor.inTransaction(tx -> webhooks.lock(tx, caller.team(), id)
                .map(webhook -> Outcome.done(work.apply(tx, webhook)))
                .orElseGet(() -> Outcome.refused(WebhookAbsent.refusal(id))));
    }

    private Outcome<String> reachable(String url) {
        return receivers
                .objection(url)
                .map(objection -> Outcome.<String>refused(Refusal.ofFields(
                        RefusalCode.BAD_FIELD, List.of(new FieldProblem("/url", "/url " + objection + ".")))))
                .orElseGet(() -> Outcome.done(url));
    }

    private Secret newSecret() {
        return SignatureRules.secret(ids.randomBytes(SignatureRules.SECRET_BYTES));
    }
}
