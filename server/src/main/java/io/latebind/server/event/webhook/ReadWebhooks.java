package io.latebind.server.event.webhook;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import java.util.List;
import java.util.Optional;

/** Shows webhooks and their deliveries. */
public final class ReadWebhooks {
    private final Transactor transactor;
    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;

    public ReadWebhooks(Transactor transactor, WebhookStore webhooks, DeliveryStore deliveries) {
        this.transactor = transactor;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
    }

    /** All of the caller's team. */
    public List<Webhook> list(Principal caller) {
        return transactor.perStatement(tx -> webhooks.list(tx, caller.team()));
    }

    /** Refused when there is no such webhook (NOT_FOUND). */
    public Outcome<Webhook> find(Principal caller, WebhookId id) {
        return list(caller).stream()
                .filter(webhook -> webhook.id().equals(id))
                .findFirst()
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(WebhookAbsent.refusal(id)));
    }

    /** Refused when there is no such webhook (NOT_FOUND), or the page token is none of ours (BAD_PARAMETER). */
    public Outcome<Page<Delivery>> deliveries(
            Principal caller, WebhookId id, Optional<Delivery.State> state, PageRequest page) {
        Optional<DeliveryCursor> behind = page.token().flatMap(DeliveryCursor::parse);
        if (page.token().isPresent() && behind.isEmpty()) {
            return Outcome.refused(
                    RefusalCode.BAD_PARAMETER,
                    "pageNextToken is not one that this service gave out; leave it away to begin with the first page");
        }
        return find(caller, id)
                .map(_ -> transactor.perStatement(tx -> {
                    List<Delivery> found = deliveries.list(tx, id, state, behind, page.descending(), page.limit() + 1);
                    List<Delivery> items = found.subList(0, Math.min(found.size(), page.limit()));
                    Optional<String> token = found.size() > items.size()
                            ? Optional.of(DeliveryCursor.of(items.getLast()).token())
                            : Optional.empty();
                    return new Page<>(items, deliveries.count(tx, id, state), token);
                }));
    }
}
