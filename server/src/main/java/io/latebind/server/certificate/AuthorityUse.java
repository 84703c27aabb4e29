package io.latebind.server.certificate;

import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.util.List;

/** What names authorities and profiles, in features that know this one: while something does, they cannot go. */
public interface AuthorityUse {
    /** What names the authority, in words: {@code the rule meters}. At most a handful. */
    List<String> ofAuthority(Tx tx, TeamId team, String name);

    List<String> ofProfile(Tx tx, TeamId team, String name);
}
