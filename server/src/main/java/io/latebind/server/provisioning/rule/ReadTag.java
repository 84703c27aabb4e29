package io.latebind.server.provisioning.rule;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Transactor;
import java.util.Optional;

/** Shows a team its tags. */
public final class ReadTag {
    private final Transactor transactor;
    private final TagStore tags;

    public ReadTag(Transactor transactor, TagStore tags) {
        this.transactor = transactor;
        this.tags = tags;
    }

    /** @param behind the tag with which the page before ended */
    public Outcome<Page<Tag>> list(Principal caller, Optional<String> behind, PageRequest page) {
        return Outcome.done(transactor.inTransaction(tx -> tags.list(tx, caller.sight(), behind, page)));
    }
}
