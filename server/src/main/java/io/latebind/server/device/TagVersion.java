package io.latebind.server.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a change of a device's tags builds on: these tags of this claim. Not the claim's version, which moves whenever the device comes:
 * what a user decides about the tags does not depend on that.
 */
public record TagVersion(String text) {
    private static final int SHOWN_BYTES = 12;

    public static TagVersion of(ClaimedDevice device) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(device.claim().toString().getBytes(StandardCharsets.US_ASCII));
            // no tag has a comma
            digest.update(String.join(",", device.tags()).getBytes(StandardCharsets.UTF_8));
            return new TagVersion(HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Whether a user who may build on any of {@code known} knows this one. */
    boolean among(List<TagVersion> known) {
        return known.contains(this);
    }
}
