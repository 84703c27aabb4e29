package io.latebind.server.certificate;

import io.latebind.server.certificate.Issuance.RefusalCause;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.Optional;

/** Whether a device gets a certificate, and what it says; but for budgets. Stores nothing. */
final class OrderJudge {
    private final AuthorityStore authorities;
    private final ProfileStore profiles;

    OrderJudge(AuthorityStore authorities, ProfileStore profiles) {
        this.authorities = authorities;
        this.profiles = profiles;
    }

    sealed interface Judgement {
        record Fit(
                CertificateAuthority authority,
                CertificateProfile profile,
                CertificateContent content,
                Validity validity)
                implements Judgement {}

        record Unfit(RefusalCause cause, String reason) implements Judgement {}
    }

    /** By its name; the team's default without, which is made at first use. */
    Optional<CertificateAuthority> authority(Tx tx, TeamId team, Optional<String> name) {
        return name.map(wanted -> authorities.named(tx, team, wanted)).orElseGet(() -> authorities.usual(tx, team));
    }

    /** By its name; the built-in one without. */
    Optional<CertificateProfile> profile(Tx tx, TeamId team, Optional<String> name) {
        return name.filter(wanted -> !wanted.equals(CertificateProfile.DEFAULT_NAME))
                .map(wanted -> profiles.named(tx, team, wanted))
                .orElseGet(() -> Optional.of(CertificateProfile.builtIn()));
    }

    Judgement judge(
            Tx tx, CertificateAuthority authority, DeviceFacts device, Optional<String> profileName, Instant now) {
        Optional<CertificateProfile> profile = profile(tx, authority.team(), profileName);
        if (profile.isEmpty()) {
            return new Judgement.Unfit(RefusalCause.PROFILE, noProfile(profileName.orElse("")));
        }
        return judge(tx, authority, profile.get(), device, now);
    }

    Judgement judge(
            Tx tx, CertificateAuthority authority, CertificateProfile profile, DeviceFacts device, Instant now) {
        Instant end = authority.endsAt().orElse(Instant.MAX);
        if (!end.isAfter(now)) {
            return new Judgement.Unfit(
                    RefusalCause.AUTHORITY,
                    "the certificate authority " + authority.name() + " ended at " + end
                            + "; make another one the default");
        }
        Optional<String> unfit = unfit(authority, device.registered());
        if (unfit.isPresent()) {
            RefusalCause cause = authority.retired() ? RefusalCause.AUTHORITY : RefusalCause.TRUST;
            return new Judgement.Unfit(cause, unfit.get());
        }
        return switch (content(tx, authority.team(), profile, device)) {
            case ContentRules.Judged.Bad(String reason) -> new Judgement.Unfit(RefusalCause.NAMES, reason);
            case ContentRules.Judged.Good(CertificateContent content) ->
                new Judgement.Fit(authority, profile, content, Validity.from(now, profile.validity(), end));
        };
    }

    /** What the profile makes of the device, whatever the authority. */
    ContentRules.Judged content(Tx tx, TeamId team, CertificateProfile profile, DeviceFacts device) {
        String teamName = profile.names(TemplateVariable.TEAM) ? authorities.teamName(tx, team) : "";
        return ContentRules.judge(profile, new TemplateFacts(device, teamName));
    }

    /** Why an authority signs for no such device; empty when it does. */
    static Optional<String> unfit(CertificateAuthority authority, boolean registered) {
        if (authority.retired()) {
            return Optional.of("the certificate authority " + authority.name()
                    + " is retired and signs nothing; name another, or take it into service again");
        }
        return authority.trust() == AuthorityTrust.REGISTRY && !registered
                ? Optional.of("the certificate authority " + authority.name()
                        + " signs only for devices in the identity registry, and this one is not in it; import it, or name"
                        + " another authority")
                : Optional.empty();
    }

    static String noAuthority(String name) {
        return "your team has no certificate authority named \"" + name
                + "\"; GET /v1/certificate-authorities lists them";
    }

    static String noProfile(String name) {
        return "your team has no certificate profile named \"" + name + "\"; GET /v1/certificate-profiles lists them";
    }
}
