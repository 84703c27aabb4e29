package io.latebind.server.device;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which tags a caller may give to a device (specification 7.1). */
final class TagPermission {
    private final SecretTags secretTags;

    TagPermission(SecretTags secretTags) {
        this.secretTags = secretTags;
    }

    /** Those of {@code tags} that {@code caller} may not give. */
    Set<String> forbidden(Tx tx, Principal caller, Collection<String> tags) {
        return caller.role().atLeast(Role.ADMIN) || tags.isEmpty()
                ? Set.of()
                : secretTags.bound(tx, caller.team(), tags.stream().distinct().toList());
    }

    /** Refused when {@code caller} may not give one of them (NOT_PERMITTED). */
    Outcome<List<String>> check(Tx tx, Principal caller, List<String> tags) {
        return refusal(forbidden(tx, caller, tags), tags)
                .<Outcome<List<String>>>map(Outcome::refused)
                .orElseGet(() -> Outcome.done(tags));
    }

    /** Names the first tag that is forbidden. */
    static Optional<Refusal> refusal(Set<String> forbidden, List<String> tags) {
        return tags.stream()
                .filter(forbidden::contains)
                .findFirst()
                .map(tag -> Refusal.of(
                        RefusalCode.NOT_PERMITTED,
                        "the tag \"" + tag
                                + "\" makes a rule with secrets apply, and giving it is for admins and owners;"
                                + " leave it away, or ask one of them"));
    }
}
