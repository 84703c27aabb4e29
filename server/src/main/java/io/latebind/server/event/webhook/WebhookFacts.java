package io.latebind.server.event.webhook;

import io.latebind.server.kernel.Facts;

/** A webhook as audit shows it. */
final class WebhookFacts {
    private WebhookFacts() {}

    static Facts of(Webhook webhook) {
        return Facts.of("url", webhook.url())
                .with("types", webhook.wanted().types())
                .with("tags", webhook.wanted().tags())
                .with("description", webhook.description())
                .with("active", webhook.active())
                .with("oldSecretUntil", webhook.oldSecretUntil());
    }
}
