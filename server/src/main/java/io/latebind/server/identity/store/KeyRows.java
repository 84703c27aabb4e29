package io.latebind.server.identity.store;

import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.Parsed;
import io.latebind.contract.token.SigStructureVariant;
import io.latebind.server.identity.DeviceKeys;
import io.latebind.server.identity.KnownKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Device keys in the rows of {@code device}, {@code claimed_device} and {@code identity_registry}. */
public final class KeyRows {
    private KeyRows() {}

    /**
     * Of a claimed device, from the columns {@code registered_key, pinned_key, pinned_variant, candidate_keys, candidate_variants}. Only
     * keys that count are parsed: this is in the way of every visit.
     */
    public static DeviceKeys read(ResultSet row) throws SQLException {
        byte[] registered = row.getBytes("registered_key");
        if (registered != null) {
            return registered(row, registered);
        }
        Optional<CandidateKey> pin = readPin(row);
        if (pin.isPresent()) {
            return new DeviceKeys.Pinned(pin.get());
        }
        byte[][] keys = (byte[][]) row.getArray("candidate_keys").getArray();
        Short[] variants = (Short[]) row.getArray("candidate_variants").getArray();
        List<CandidateKey> candidates = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
            candidates.add(key(keys[i], variants[i]));
        }
        return new DeviceKeys.Candidates(candidates);
    }

    private static DeviceKeys registered(ResultSet row, byte[] registered) throws SQLException {
        byte[][] keys = (byte[][]) row.getArray("candidate_keys").getArray();
        Short[] variants = (Short[]) row.getArray("candidate_variants").getArray();
        for (int i = 0; i < keys.length; i++) {
            if (Arrays.equals(keys[i], registered)) {
                boolean pinned = Arrays.equals(row.getBytes("pinned_key"), registered);
                return new DeviceKeys.Registered(key(registered, variants[i]), pinned);
            }
        }
        return new DeviceKeys.Contradicted(key(registered));
    }

    /** From the columns {@code registered_key, pinned_key, pinned_variant}. */
    public static KnownKeys readKnown(ResultSet row) throws SQLException {
        byte @Nullable [] registered = row.getBytes("registered_key");
        return new KnownKeys(registered == null ? Optional.empty() : Optional.of(key(registered)), readPin(row));
    }

    /** From the columns {@code pinned_key, pinned_variant}. */
    public static Optional<CandidateKey> readPin(ResultSet row) throws SQLException {
        byte[] pinned = row.getBytes("pinned_key");
        return pinned == null ? Optional.empty() : Optional.of(key(pinned, row.getInt("pinned_variant")));
    }

    private static CandidateKey key(byte[] spki, int variant) {
        return new CandidateKey(variant(variant), key(spki));
    }

    static P256PublicKey key(byte[] spki) {
        return switch (P256PublicKey.fromSpki(spki)) {
            case Parsed.Valid<P256PublicKey>(P256PublicKey key) -> key;
            case Parsed.Invalid<P256PublicKey>(String reason) ->
                throw new IllegalStateException("a stored device key is not readable: " + reason);
        };
    }

    private static SigStructureVariant variant(int number) {
        return Arrays.stream(SigStructureVariant.values())
                .filter(variant -> variant.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no Sig_structure variant has the number " + number));
    }
}
