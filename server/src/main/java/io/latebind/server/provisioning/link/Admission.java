package io.latebind.server.provisioning.link;

import io.latebind.contract.token.CandidateKey;
import io.latebind.server.identity.Proof;

/** Whether a visitor is the claimed device. */
sealed interface Admission {
    /** @param pins this is the first proof of the key: it is to be pinned */
    record Admitted(CandidateKey key, boolean pins) implements Admission {}

    record NotProven(Proof.Unproven why) implements Admission {}

    /** It was, when its session authenticated; the claim or the key is another now. */
    record Outdated() implements Admission {}
}
