package io.latebind.server.provisioning;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One step of a device's history. Its details come from dice of its own, so that a history from which other steps were taken away
 * still does much the same.
 */
record HistoryStep(Kind kind, long dice) {
    /** What happens, and how often compared with the others. */
    enum Kind {
        ADD(7),
        FETCH(9),
        LOSE_FETCH_ANSWER(2),
        REPORT(8),
        REPORT_LATE(2),
        REPORT_AGAIN(2),
        REPORT_IN_PART(2),
        LOSE_REPORT(1),
        RESET(3),
        SKIP(3),
        DELETE(2),
        BLOCK(1),
        UNBLOCK(2),
        DISCARD(1),
        RESET_ALL(1),
        CLAIM_AGAIN(1),
        MAKE_RULE(3),
        CHANGE_RULE(1),
        APPLY_RULE(1),
        SWITCH_RULE(1),
        DELETE_RULE(1),
        DELETE_COMMANDS_OF_RULES(2),
        SIGNER_GOES_AWAY(1),
        SIGNER_REFUSES(1),
        SIGNER_COMES_BACK(1),
        TRY_CERTIFICATES_AGAIN(2);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    static List<HistoryStep> random(Random random, int most) {
        List<Kind> kinds = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < kind.weight; i++) {
                kinds.add(kind);
            }
        }
        List<HistoryStep> steps = new ArrayList<>();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            steps.add(new HistoryStep(kinds.get(random.nextInt(kinds.size())), random.nextInt(1_000_000)));
        }
        return steps;
    }
}
