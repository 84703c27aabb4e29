package io.latebind.server.provisioning.rule;

import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.Optional;

/** Where tags are kept. Those that devices and rules bear are there by themselves. */
public interface TagStore {
    /**
     * One page in alphabetical order.
     *
     * @param behind the tag with which the page before ended
     */
    Page<Tag> list(Tx tx, Sight sight, Optional<String> behind, PageRequest page);

    Optional<Tag> find(Tx tx, Sight sight, String tag);

    /** False, and nothing stored, when it is there already. */
    boolean add(Tx tx, TeamId team, String tag, Optional<String> description, Instant now);

    void describe(Tx tx, TeamId team, String tag, String description);

    /** Removes the tag, and takes it away from every device and rule of the team. */
    void delete(Tx tx, TeamId team, String tag, Instant now);
}
