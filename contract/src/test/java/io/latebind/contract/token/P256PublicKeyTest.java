package io.latebind.contract.token;

import static io.latebind.contract.token.VectorDevice.IDENTITY;
import static io.latebind.contract.token.VectorDevice.VECTORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.contract.token.Parsed.Invalid;
import io.latebind.contract.token.Parsed.Valid;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class P256PublicKeyTest {
    @Test
    void refusesEverySpkiWithOneByteChanged() {
        byte[] spki = VECTORS.bytes("identity_spki_der_hex");
        for (int at = 0; at < spki.length; at++) {
            byte[] damaged = spki.clone();
            damaged[at] ^= 1;

            assertThat(P256PublicKey.fromSpki(damaged)).isInstanceOf(Invalid.class);
        }
    }

    @Test
    void refusesCoordinatesBeyondTheField() {
        byte[] spki = VECTORS.bytes("identity_spki_der_hex");
        Arrays.fill(spki, 27, 59, (byte) 0xff);
        assertThat(P256PublicKey.fromSpki(spki)).isEqualTo(new Invalid<>("the point is not on the curve P-256"));

        // x = p is x = 0 in disguise
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, P256.PRIME), 0, spki, 27, 32);
        assertThat(P256PublicKey.fromSpki(spki)).isInstanceOf(Invalid.class);
    }

    @Test
    void refusesEveryOtherLength() {
        byte[] spki = VECTORS.bytes("identity_spki_der_hex");
        for (int length : new int[] {0, 1, 27, 59, 90, 92, 1000}) {
            assertThat(P256PublicKey.fromSpki(Arrays.copyOf(spki, length))).isInstanceOf(Invalid.class);
        }
        assertThatThrownBy(() -> new P256PublicKey(new byte[91])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isEqualWhenTheBytesAre() {
        assertThat(P256PublicKey.fromSpki(VECTORS.bytes("identity_spki_der_hex")))
                .isEqualTo(new Valid<>(IDENTITY));
        assertThat(IDENTITY).isNotEqualTo(VectorDevice.CLIENT).hasSameHashCodeAs(new P256PublicKey(IDENTITY.spki()));
    }

    @Test
    void keepsItsBytesToItself() {
        IDENTITY.spki()[5] = 0;

        assertThat(IDENTITY.spki()).isEqualTo(VECTORS.bytes("identity_spki_der_hex"));
    }

    @Property(tries = 300)
    void spellsEveryByteStringInOneWay(@ForAll byte[] bytes) {
        assertThat(Base64Url.decode(Base64Url.encode(bytes))).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"A", "AA=", "AA==", "AB", "AAB", "A+AA", "A/AA", "AA AA", "AAAA\n", "AAAAA", "éAAA", "\u0141AAA"
            })
    void readsNoOtherSpelling(String text) {
        assertThat(Base64Url.decode(text)).isEmpty();
    }
}
