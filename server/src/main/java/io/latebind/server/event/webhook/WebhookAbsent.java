package io.latebind.server.event.webhook;

import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;

/** What is said of a webhook that is not there for the caller. */
final class WebhookAbsent {
    private WebhookAbsent() {}

    static Refusal refusal(WebhookId id) {
        return Refusal.of(RefusalCode.NOT_FOUND, "your team has no webhook " + id);
    }
}
