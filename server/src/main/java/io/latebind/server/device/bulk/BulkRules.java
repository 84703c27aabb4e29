package io.latebind.server.device.bulk;

import io.latebind.server.access.StarterStanding;
import io.latebind.server.job.Job;
import io.latebind.server.job.JobFilter;
import io.latebind.server.kernel.JobId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Role;
import java.util.Optional;
import java.util.Set;

/** What holds for every bulk claim. Pure. */
public final class BulkRules {
    /** In one operation (specification 7). */
    public static final int MAX_ROWS = 100_000;
    /** Worked through and stored together: a fraction of a second, for which nobody else of the team can change anything. */
    static final int ROWS_OF_A_PART = 200;
    /** Of one team that have not ended: more is a script that runs away. */
    static final int MAX_UNFINISHED = 100;

    static final String CLAIM = "claim";
    static final String DRY_RUN = "claim-dry-run";

    private BulkRules() {}

    public static boolean dryRun(Job job) {
        return job.kind().equals(DRY_RUN);
    }

    /** An editor's own, an admin's and an owner's whole team's. */
    static JobFilter inSight(Principal caller) {
        return new JobFilter(
                caller.team(),
                Set.of(CLAIM, DRY_RUN),
                caller.role().atLeast(Role.ADMIN) ? Optional.empty() : Optional.of(caller.member()));
    }

    static <T> Outcome<T> absent(JobId id) {
        return Outcome.refused(
                RefusalCode.NOT_FOUND, "there is no bulk operation " + id + " that you started or may see");
    }

    /** Why it may not go on; empty when it may. */
    static Optional<String> stopped(StarterStanding standing) {
        String why = switch (standing) {
            case GOOD -> "";
            case KEY_REVOKED -> "the API key that started it was revoked";
            case MEMBER_REMOVED -> "the member who started it was removed";
            case TEAM_CLOSED -> "the team was closed";
            case ROLE_WEAKER -> "the one who started it has a weaker role by now";
        };
        return why.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "stopped: " + why + ". What was claimed until then stays; start it again with another key:"
                                + " rows that are claimed already are refused then, and nothing happens to them");
    }
}
