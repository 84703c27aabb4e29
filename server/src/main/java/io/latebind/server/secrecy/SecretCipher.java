package io.latebind.server.secrecy;

import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets for the database: AES-256-GCM (NIST SP 800-38D) under a key that is derived from {@code secret.key}.
 *
 * <p>Stored form: 1 byte version (1), 12 bytes random nonce, ciphertext, 16 bytes tag. The version and the caller's associated data are
 * authenticated; associated data that names the row keeps one row's secret from being passed off as another's. Safe for use by many threads.
 */
public final class SecretCipher {
    /** Bytes of the key in {@code secret.key}. */
    public static final int KEY_BYTES = 32;

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int LEAST_BYTES = 1 + NONCE_BYTES + TAG_BITS / 8;

    private final SecretKeySpec encryptionKey;
    private final byte[] keyCheckValue;
    private final IdSource ids;

    /** @param key 32 bytes from a cryptographically strong source */
    public SecretCipher(byte[] key, IdSource ids) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the key has 32 bytes");
        }
        this.encryptionKey = new SecretKeySpec(derive(key, "latebind secret encryption v1"), "AES");
        this.keyCheckValue = derive(key, "latebind secret key check v1");
        this.ids = ids;
    }

    /** @param associatedData what the secret belongs to; the same bytes are needed to decrypt */
    public byte[] encrypt(Secret secret, byte[] associatedData) {
        byte[] nonce = ids.randomBytes(NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, associatedData);
            byte[] sealed = cipher.doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("AES-GCM is missing from this Java", failure);
        }
    }

    /** @throws SecretUnreadable if a byte of either argument differs, or the key does */
    public Secret decrypt(byte[] stored, byte[] associatedData) {
        if (stored.length < LEAST_BYTES || stored[0] != VERSION) {
            throw new SecretUnreadable("a stored secret has an unknown form");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(stored, 1, nonce, 0, NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, associatedData);
            byte[] plain = cipher.doFinal(stored, 1 + NONCE_BYTES, stored.length - 1 - NONCE_BYTES);
            return new Secret(new String(plain, StandardCharsets.UTF_8));
        } catch (AEADBadTagException changed) {
            throw new SecretUnreadable("a stored secret does not match its key or its place");
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("AES-GCM is missing from this Java", failure);
        }
    }

    /** 32 bytes that tell this key from every other and tell nothing else about it; fit to be stored beside the secrets. */
    public byte[] keyCheckValue() {
        return keyCheckValue.clone();
    }

    /** Whether a stored check value was made under this key. */
    public boolean matches(byte[] storedCheckValue) {
        return MessageDigest.isEqual(keyCheckValue, storedCheckValue);
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] associatedData) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, encryptionKey, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(new byte[] {VERSION});
        cipher.updateAAD(associatedData);
        return cipher;
    }

    /** HMAC-SHA-256 as a key derivation in counter-less form (NIST SP 800-108): one block is all that is needed. */
    private static byte[] derive(byte[] key, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("HMAC-SHA-256 is missing from this Java", failure);
        }
    }

    @Override
    public String toString() {
        return "SecretCipher[redacted]";
    }
}
