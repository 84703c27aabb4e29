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
        ADD_KEY_TO_CERTIFY(2),
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

    /** Where it is about certificates: a key is made at once, and this often the signer is away then. */
    private static final int AWAY_PER_CENT = 50;

    private static final List<Kind> OF_CERTIFICATES = List.of(
            Kind.ADD,
            Kind.ADD_KEY_TO_CERTIFY,
            Kind.FETCH,
            Kind.FETCH,
            Kind.FETCH,
            Kind.REPORT,
            Kind.REPORT,
            Kind.REPORT,
            Kind.RESET,
            Kind.RESET,
            Kind.SKIP,
            Kind.DELETE,
            Kind.DISCARD,
            Kind.RESET_ALL,
            Kind.BLOCK,
            Kind.UNBLOCK,
            Kind.UNBLOCK,
            Kind.SIGNER_GOES_AWAY,
            Kind.SIGNER_COMES_BACK,
            Kind.TRY_CERTIFICATES_AGAIN,
            Kind.TRY_CERTIFICATES_AGAIN);

    /** One in three is about certificates: by chance alone what matters for them seldom comes together. */
    static List<HistoryStep> random(Random random, int most) {
        return random.nextInt(3) == 0 ? ofCertificates(random, most) : ofEverything(random, most);
    }

    private static List<HistoryStep> ofCertificates(Random random, int most) {
        List<Kind> beginning = new ArrayList<>(List.of(Kind.ADD_KEY_TO_CERTIFY, Kind.ADD));
        if (random.nextInt(100) < AWAY_PER_CENT) {
            beginning.add(Kind.SIGNER_GOES_AWAY);
        }
        beginning.addAll(List.of(Kind.FETCH, Kind.REPORT));
        List<HistoryStep> steps = new ArrayList<>();
        beginning.forEach(kind -> steps.add(new HistoryStep(kind, random.nextInt(1_000_000))));
        steps.addAll(random(random, most - beginning.size(), OF_CERTIFICATES));
        return steps;
    }

    private static List<HistoryStep> ofEverything(Random random, int most) {
        List<Kind> kinds = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < kind.weight; i++) {
                kinds.add(kind);
            }
        }
        return random(random, most, kinds);
    }

    private static List<HistoryStep> random(Random random, int most, List<Kind> kinds) {
        List<HistoryStep> steps = new ArrayList<>();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            steps.add(new HistoryStep(kinds.get(random.nextInt(kinds.size())), random.nextInt(1_000_000)));
        }
        return steps;
    }
}
