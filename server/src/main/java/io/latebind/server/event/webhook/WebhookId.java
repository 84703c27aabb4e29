package io.latebind.server.event.webhook;

import java.util.Objects;
import java.util.UUID;

/** A webhook. */
public record WebhookId(UUID value) {
    public WebhookId {
        Objects.requireNonNull(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
