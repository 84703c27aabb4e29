package io.latebind.simulator.modem;

import io.latebind.contract.device.DeviceUuid;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * What a modem left the factory with.
 *
 * @param key the identity key, on P-256
 * @param deviceType the number in the attestation token (specification 5.1): 6 = nRF9151_LACA
 * @param firmware the UUID of the modem firmware
 * @param attestationNonce 16 bytes; fixed, so that the printed attestation token stays the same over runs
 */
public record ModemIdentity(P256Key key, DeviceUuid device, int deviceType, UUID firmware, byte[] attestationNonce) {
    /** Length of every nonce, in bytes. */
    public static final int NONCE_BYTES = 16;

    private static final int NRF9151_LACA = 6;
    private static final UUID FIRMWARE = UUID.fromString("6f2c93a5-7c0e-4d6b-9c1d-2f0e8a71b3d4");

    public ModemIdentity {
        attestationNonce = attestationNonce.clone();
        if (attestationNonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("an attestation nonce has " + NONCE_BYTES + " bytes");
        }
    }

    @Override
    public byte[] attestationNonce() {
        return attestationNonce.clone();
    }

    /** A new nRF9151: key, device UUID and nonce from {@code random}. */
    public static ModemIdentity born(RandomGenerator random) {
        P256Key key = P256Key.generate(random);
        byte[] uuid = new byte[16];
        random.nextBytes(uuid);
        uuid[6] = (byte) ((uuid[6] & 0x0f) | 0x40);
        uuid[8] = (byte) ((uuid[8] & 0x3f) | 0x80);
        ByteBuffer halves = ByteBuffer.wrap(uuid);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        DeviceUuid device = new DeviceUuid(new UUID(halves.getLong(), halves.getLong()));
        return new ModemIdentity(key, device, NRF9151_LACA, FIRMWARE, nonce);
    }

    /** The same device with another key: what a device signs that is not what it says it is. */
    ModemIdentity withKey(P256Key other) {
        return new ModemIdentity(other, device, deviceType, firmware, attestationNonce);
    }

    /** The chip in the issuer of a JWT: {@code nRF9151}. */
    public String chip() {
        return switch (deviceType) {
            case 1, 2, 3 -> "nRF9160";
            case 4 -> "nRF9161";
            case 5 -> "nRF9131";
            default -> "nRF9151";
        };
    }
}
