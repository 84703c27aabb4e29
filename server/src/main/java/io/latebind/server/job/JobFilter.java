package io.latebind.server.job;

import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.TeamId;
import java.util.Optional;
import java.util.Set;

/**
 * Which operations of a team are meant.
 *
 * @param starter only what this member started; empty for everybody's
 */
public record JobFilter(TeamId team, Set<String> kinds, Optional<MemberId> starter) {
    public JobFilter {
        kinds = Set.copyOf(kinds);
    }
}
