package io.latebind.simulator.modem;

import io.latebind.contract.device.DeviceUuid;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.UUID;

/** The device of the vectors, which draws the randomness that they were made with. */
public final class VectorDevice {
    public static final Vectors VECTORS = Vectors.read();
    public static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_760_000_000));
    public static final String KEYGEN_NONCE = nonceBehind("keygen_csr_payload_hex");

    private VectorDevice() {}

    public static ModemIdentity identity() {
        return new ModemIdentity(
                P256Key.fromHex(VECTORS.device("identity_private_d_hex")),
                new DeviceUuid(UUID.fromString(VECTORS.device("device_uuid"))),
                6,
                UUID.fromString(VECTORS.device("mfw_uuid")),
                HexFormat.of().parseHex(nonceBehind("attestation_body_hex")));
    }

    /** A modem that draws the client key of the vectors and their nonce once. */
    public static Modem modem(KeygenStyle style) {
        return modem(style, VECTORS.device("client_private_d_hex"), KEYGEN_NONCE);
    }

    /** The same, which first draws a nonce for one JWT. */
    public static Modem modemAskedForJwtOnce(KeygenStyle style) {
        return modem(style, KEYGEN_NONCE, VECTORS.device("client_private_d_hex"), KEYGEN_NONCE);
    }

    private static Modem modem(KeygenStyle style, String... draws) {
        return new Modem(identity(), new FixedRandom(draws), CLOCK, style, WriteMode.REPLACES);
    }

    private static String nonceBehind(String field) {
        String hex = VECTORS.device(field);
        return hex.substring(hex.length() - 32);
    }
}
