package io.latebind.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/** One identity key for all devices of a benchmark: what is measured is the checking, not the making. */
final class BenchmarkIdentity {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;

    private BenchmarkIdentity(KeyPair keys) {
        this.keys = keys;
    }

    static BenchmarkIdentity create() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return new BenchmarkIdentity(generator.generateKeyPair());
    }

    byte[] spki() {
        return keys.getPublic().getEncoded();
    }

    /** One JWT for each of the first {@code count} devices, good for an hour. */
    List<String> jwts(int count) {
        return jwts(IntStream.range(0, count));
    }

    /** One JWT for each of the devices with these numbers, good for an hour. */
    List<String> jwts(IntStream devices) {
        long now = Instant.now().getEpochSecond();
        return devices.parallel().mapToObj(i -> jwt(i, now)).toList();
    }

    private String jwt(int device, long now) {
        String signed = encoded("{\"typ\":\"JWT\",\"alg\":\"ES256\"}") + "."
                + encoded("{\"iat\":" + now + ",\"jti\":\"nRF9151.a9b0c1d2-e3f4-4506-9708-1a2b3c4d5e6f." + device
                        + "\",\"iss\":\"nRF9151." + BenchmarkFleet.device(device) + "\",\"exp\":" + (now + 3600) + "}");
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String encoded(String json) {
        return BASE64URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
