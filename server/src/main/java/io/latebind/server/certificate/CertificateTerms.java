package io.latebind.server.certificate;

import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.util.Optional;

/** Whether a command or a rule may name an authority and a profile: asked when it is saved, so that nobody learns of it in the field. */
public final class CertificateTerms {
    private final OrderJudge judge;

    public CertificateTerms(AuthorityStore authorities, ProfileStore profiles) {
        this.judge = new OrderJudge(authorities, profiles);
    }

    /**
     * What a command names, in its own words.
     *
     * @param authority by its name; empty for the team's default, which is made at first use
     * @param profile by its name; empty for the built-in one
     */
    public record Wanted(Optional<String> authority, Optional<String> profile) {}

    /** Why a rule may not say this: there is no such authority or profile, or the authority is retired. Empty when it may. */
    public Optional<String> problem(Tx tx, TeamId team, Wanted wanted) {
        return problem(tx, team, wanted, true);
    }

    /**
     * Why a command may not say this for a device: as {@link #problem(Tx, TeamId, Wanted)}, or the authority signs for registered devices
     * alone.
     *
     * @param registered the identity registry has an entry for the device
     */
    public Optional<String> problem(Tx tx, TeamId team, Wanted wanted, boolean registered) {
        Optional<CertificateAuthority> authority = judge.authority(tx, team, wanted.authority());
        if (authority.isEmpty() && wanted.authority().isPresent()) {
            return Optional.of(OrderJudge.noAuthority(wanted.authority().get()));
        }
        return authority
                .flatMap(found -> OrderJudge.unfit(found, registered))
                .or(() -> judge.profile(tx, team, wanted.profile()).isPresent()
                        ? Optional.empty()
                        : Optional.of(OrderJudge.noProfile(wanted.profile().orElse(""))));
    }
}
