package io.latebind.server.access;

import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Role;
import java.time.Instant;
import java.util.List;

/** Who may do what to members and keys (specification 7.1). Pure. */
final class AccessRules {
    /** Of one team: more is a runaway script. */
    static final int MAX_MEMBERS = 1000;
    /** Of one member, ended ones not counted. */
    static final int MAX_KEYS = 100;

    private AccessRules() {}

    static boolean opensAsOwner(ApiKey key, Instant now) {
        return key.stateAt(now) == ApiKey.State.ACTIVE && Role.weaker(key.role(), key.memberRole()) == Role.OWNER;
    }

    /** Editors see their own keys, admins and owners the whole team's. */
    static List<ApiKey> inSight(Principal caller, List<ApiKey> keys) {
        return keys.stream()
                .filter(key -> caller.role().atLeast(Role.ADMIN) || key.member().equals(caller.member()))
                .toList();
    }

    /** Refused when the caller cannot see it (NOT_FOUND), or it is stronger than the caller's own (NOT_PERMITTED). */
    static Outcome<ApiKey> toChange(Principal caller, List<ApiKey> keys, ApiKeyId id) {
        return inSight(caller, keys).stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .map(key ->
                        noStronger(caller, key.role(), "API key " + id + " has").map(_ -> key))
                .orElseGet(() -> Outcome.refused(RefusalCode.NOT_FOUND, "your team has no API key " + id));
    }

    /** Refused when there is no such member (NOT_FOUND), or the member is stronger than the caller (NOT_PERMITTED). */
    static Outcome<Member> toChange(Principal caller, List<Member> members, MemberId id) {
        return member(members, id)
                .then(member -> noStronger(caller, member.role(), "member " + id + " has")
                        .map(_ -> member));
    }

    static Outcome<Member> member(List<Member> members, MemberId id) {
        return members.stream()
                .filter(member -> member.id().equals(id))
                .findFirst()
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(RefusalCode.NOT_FOUND, "your team has no member " + id));
    }

    /** Refused when {@code role} is stronger than the caller's key (NOT_PERMITTED). */
    static Outcome<Role> noStronger(Principal caller, Role role, String what) {
        return caller.role().atLeast(role)
                ? Outcome.done(role)
                : Outcome.refused(
                        RefusalCode.NOT_PERMITTED,
                        what + " the role " + role.shown() + ", which is stronger than this API key's ("
                                + caller.role().shown() + "); use a key with that role");
    }

    /** Refused for another member's key when the caller is no admin (NOT_FOUND: it does not see others' keys). */
    static Outcome<Member> toEquip(Principal caller, List<Member> members, MemberId id, Role role) {
        if (!caller.role().atLeast(Role.ADMIN) && !id.equals(caller.member())) {
            return Outcome.refused(
                    RefusalCode.NOT_PERMITTED,
                    "an editor makes keys only for themselves; leave memberId away, or ask an admin or owner");
        }
        return member(members, id)
                .then(member ->
                        noStronger(caller, role, "the new key would have").map(_ -> member))
                .then(member -> member.role().atLeast(role)
                        ? Outcome.done(member)
                        : Outcome.refused(
                                RefusalCode.BAD_FIELD,
                                "role " + role.shown() + " is stronger than that of member " + member.id() + " ("
                                        + member.role().shown() + "); a key has at most its member's role"));
    }
}
