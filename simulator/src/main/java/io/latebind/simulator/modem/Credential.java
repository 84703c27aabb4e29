package io.latebind.simulator.modem;

/**
 * One thing that a modem holds under a security tag.
 *
 * @param secTag 0..2147483647
 * @param content what was written, or the secret scalar in hex of a key that was made here
 * @param fingerprint lower-case hex SHA-256: of the SubjectPublicKeyInfo for a key that was made here, else of the content
 */
public record Credential(long secTag, CredentialType type, String content, String fingerprint) {
    /** Never shows the content. */
    @Override
    public String toString() {
        return "Credential[" + secTag + ", " + type + ", " + fingerprint + "]";
    }
}
