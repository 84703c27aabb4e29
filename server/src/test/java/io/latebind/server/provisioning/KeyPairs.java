package io.latebind.server.provisioning;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.KeygenToken;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A key pair in a modem, what the modem tells of it, and a certificate for it. */
record KeyPairs(KeyPair pair) {
    static KeyPairs make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new KeyPairs(generator.generateKeyPair());
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** What {@code %KEYGEN} prints for the public key; the signature is none. */
    String keygenToken(int secTag) {
        byte[] spki = pair.getPublic().getEncoded();
        byte[] payload = KeygenToken.encodePayload(
                KeygenToken.Kind.PUBLIC_KEY, new DeviceUuid(new UUID(1, 2)), secTag, spki, new byte[16]);
        byte[] signature = new byte[64];
        Arrays.fill(signature, (byte) 1);
        ByteArrayOutputStream cose = new ByteArrayOutputStream();
        cose.writeBytes(HexFormat.of().parseHex("d28443a10126a1044121"));
        cose.write(0x58);
        cose.write(payload.length);
        cose.writeBytes(payload);
        cose.write(0x58);
        cose.write(signature.length);
        cose.writeBytes(signature);
        Base64.Encoder base64url = Base64.getUrlEncoder().withoutPadding();
        return base64url.encodeToString(spki) + "." + base64url.encodeToString(cose.toByteArray());
    }

    String certificatePem() {
        try {
            X500Principal name = new X500Principal("CN=device");
            Instant now = QueueScript.NOW;
            byte[] der = new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.ONE,
                                    Date.from(now),
                                    Date.from(now.plus(1, ChronoUnit.DAYS)),
                                    name,
                                    pair.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())))
                    .getEncoded();
            return PemBlocks.write(List.of(new PemBlocks.Block("CERTIFICATE", der)));
        } catch (GeneralSecurityException | OperatorCreationException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
