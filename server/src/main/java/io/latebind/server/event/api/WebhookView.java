package io.latebind.server.event.api;

import io.latebind.server.event.webhook.MadeWebhook;
import io.latebind.server.event.webhook.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A webhook as REST shows it.
 *
 * @param warnings absent when there are none
 * @param secret in the one answer that shows it
 */
record WebhookView(
        String id,
        String url,
        List<String> types,
        List<String> tags,
        Optional<String> description,
        boolean active,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> oldSecretUntil,
        Optional<Instant> lastDeliveredAt,
        Optional<Instant> failingSince,
        Optional<String> lastFailure,
        Optional<Instant> heldUntil,
        Optional<List<String>> warnings,
        Optional<String> secret) {

    static WebhookView of(Webhook webhook) {
        return of(webhook, Optional.empty());
    }

    static WebhookView made(MadeWebhook made) {
        return of(made.webhook(), Optional.of(made.secret().reveal()));
    }

    private static WebhookView of(Webhook webhook, Optional<String> secret) {
        return new WebhookView(
                webhook.id().toString(),
                webhook.url(),
                webhook.wanted().types(),
                webhook.wanted().tags(),
                webhook.description(),
                webhook.active(),
                webhook.createdBy().toString(),
                webhook.createdAt(),
                webhook.updatedAt(),
                webhook.oldSecretUntil(),
                webhook.health().lastDeliveredAt(),
                webhook.health().failingSince(),
                webhook.health().lastFailure(),
                webhook.health().heldUntil(),
                warnings(webhook.url()),
                secret);
    }

    private static Optional<List<String>> warnings(String url) {
        return url.toLowerCase(Locale.ROOT).startsWith("http:")
                ? Optional.of(List.of(
                        "What is sent to this URL can be read on its way; signatures keep it from being changed,"
                                + " not from being read. Give an https:// URL."))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "webhook " + id;
    }
}
