package io.latebind.server.secrecy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.SeededIds;
import io.latebind.server.kernel.Secret;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SecretCipherTest {
    private static final byte[] ROW = "command 7".getBytes(US_ASCII);
    private final SecretCipher cipher = new SecretCipher(key(1), new SeededIds(1));

    @Property(tries = 200)
    void decryptsWhatItEncrypted(@ForAll @StringLength(max = 300) String text) {
        String wellFormed = new String(text.getBytes(UTF_8), UTF_8);
        assertThat(cipher.decrypt(cipher.encrypt(new Secret(wellFormed), ROW), ROW))
                .isEqualTo(new Secret(wellFormed));
    }

    @Test
    void refusesEveryFlippedBitAndEveryCut() {
        byte[] stored = cipher.encrypt(new Secret("psk"), ROW);
        for (int bit = 0; bit < stored.length * 8; bit++) {
            byte[] changed = stored.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> cipher.decrypt(changed, ROW)).isInstanceOf(SecretUnreadable.class);
        }
        for (int length = 0; length < stored.length; length++) {
            byte[] cut = Arrays.copyOf(stored, length);
            assertThatThrownBy(() -> cipher.decrypt(cut, ROW)).isInstanceOf(SecretUnreadable.class);
        }
    }

    @Test
    void refusesASecretInAnotherPlaceAndUnderAnotherKey() {
        byte[] stored = cipher.encrypt(new Secret("psk"), ROW);
        assertThatThrownBy(() -> cipher.decrypt(stored, "command 8".getBytes(US_ASCII)))
                .isInstanceOf(SecretUnreadable.class);
        assertThatThrownBy(() -> new SecretCipher(key(2), new SeededIds(1)).decrypt(stored, ROW))
                .isInstanceOf(SecretUnreadable.class);
    }

    @Test
    void encryptsTheSameSecretDifferentlyEachTime() {
        assertThat(cipher.encrypt(new Secret("psk"), ROW)).isNotEqualTo(cipher.encrypt(new Secret("psk"), ROW));
    }

    @Test
    void knowsItsOwnKeyByTheCheckValueAlone() {
        assertThat(new SecretCipher(key(1), new SeededIds(9)).matches(cipher.keyCheckValue()))
                .isTrue();
        assertThat(new SecretCipher(key(2), new SeededIds(9)).matches(cipher.keyCheckValue()))
                .isFalse();
        assertThat(cipher.matches(new byte[0])).isFalse();
        assertThat(cipher.keyCheckValue()).isNotEqualTo(key(1));
        assertThat(cipher.toString()).isEqualTo("SecretCipher[redacted]");
    }

    private static byte[] key(long seed) {
        return new SeededIds(seed).randomBytes(SecretCipher.KEY_BYTES);
    }
}
