package io.latebind.server.event.webhook;

import io.latebind.server.kernel.Secret;

/** A webhook with its secret, in the one answer that shows it. */
public record MadeWebhook(Webhook webhook, Secret secret) {}
