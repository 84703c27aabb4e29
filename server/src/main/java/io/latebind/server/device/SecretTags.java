package io.latebind.server.device;

import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.util.List;
import java.util.Set;

/** Which tags give a device secrets of the team: tagging with these is for admins and owners (specification 7.1). */
@FunctionalInterface
public interface SecretTags {
    /** Those of {@code tags} to which a rule with write-only parameters is bound. */
    Set<String> bound(Tx tx, TeamId team, List<String> tags);
}
