package io.latebind.server.certificate;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.RefusalCode;
import java.util.Optional;

/** Answers for things that the caller's team does not have. */
public final class AuthorityAbsent {
    private AuthorityAbsent() {}

    public static Outcome<CertificateAuthority> orRefused(Optional<CertificateAuthority> found, AuthorityId id) {
        return orRefused(found, "certificate authority", id);
    }

    static <T> Outcome<T> orRefused(Optional<T> found, String what, Object id) {
        return found.map(Outcome::done)
                .orElseGet(() -> Outcome.refused(RefusalCode.NOT_FOUND, "your team has no " + what + " " + id));
    }
}
