package io.latebind.server.identity;

import io.latebind.contract.token.CandidateKey;

/** Whether a JWT proves that its sender is the claimed device. */
public sealed interface Proof {
    /** @param pins this JWT is the first one: its key is to be pinned */
    record Proven(CandidateKey key, boolean pins) implements Proof {}

    /** @param reason what was wrong and what to do, for the device's history; the device hears only 403 */
    record Unproven(String reason) implements Proof {}
}
