package io.latebind.server.event.store;

import io.latebind.server.event.webhook.WebhookId;
import io.latebind.server.kernel.Secret;
import io.latebind.server.secrecy.SecretCipher;
import java.nio.ByteBuffer;

/** Encrypts the secrets of webhooks, each bound to its webhook. */
public final class WebhookSecrets {
    private final SecretCipher cipher;

    public WebhookSecrets(SecretCipher cipher) {
        this.cipher = cipher;
    }

    byte[] sealed(WebhookId webhook, Secret secret) {
        return cipher.encrypt(secret, associatedData(webhook));
    }

    Secret opened(WebhookId webhook, byte[] sealed) {
        return cipher.decrypt(sealed, associatedData(webhook));
    }

    private static byte[] associatedData(WebhookId webhook) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(webhook.value().getMostSignificantBits())
                .putLong(webhook.value().getLeastSignificantBits())
                .array();
    }
}
