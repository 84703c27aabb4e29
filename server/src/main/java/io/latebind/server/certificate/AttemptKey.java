package io.latebind.server.certificate;

/**
 * The correlation id of the attempt that made the key. One certificate is issued for it, whoever asks how often; signers get it as their
 * idempotency key.
 */
public record AttemptKey(String text) {
    private static final int MAX_CHARACTERS = 64;

    public AttemptKey {
        if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "an attempt has a correlation id of 1.." + MAX_CHARACTERS + " characters");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
