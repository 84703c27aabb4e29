package io.latebind.server.provisioning;

import io.latebind.server.kernel.Facts;
import java.time.Instant;
import java.util.Optional;

/**
 * Visits under a UUID before anybody claimed it. Nothing of them is proven: anyone can name a UUID.
 *
 * @param visits how many
 * @param address where the last one came from
 * @param problem what else was wrong with the last one
 */
public record UnclaimedVisit(long visits, Instant firstAt, Instant lastAt, String address, Optional<String> problem) {
    /** The line that stands before the claim in its history. */
    HistoryEntry line() {
        Instant expected = lastAt.plus(AdviceRules.STANDARD_INTERVAL);
        String text = (visits == 1
                        ? "came once before it was claimed, at " + lastAt
                        : "came " + visits + " times before it was claimed, first at " + firstAt + ", last at "
                                + lastAt)
                + " from " + address
                + "; it was refused (403, over CoAP 4.03) and sleeps until its next interval (by default a day, that is about "
                + expected
                + "): restart it to hurry it"
                + problem.map(also -> ". Besides, " + also).orElse("");
        return new HistoryEntry(
                HistoryEntry.Kind.NOT_CLAIMED_YET,
                Optional.empty(),
                text,
                Facts.of(HistoryEntry.ADDRESS, address)
                        .with("visits", visits)
                        .with("firstAt", firstAt)
                        .with("lastAt", lastAt)
                        .with("expectedAbout", expected));
    }
}
