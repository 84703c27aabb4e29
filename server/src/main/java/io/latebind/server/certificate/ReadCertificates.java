package io.latebind.server.certificate;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import java.time.InstantSource;
import java.util.Optional;

/** Shows a team the certificates of devices that the caller sees. */
public final class ReadCertificates {
    private final Transactor transactor;
    private final CertificateStore certificates;
    private final InstantSource clock;

    public ReadCertificates(Transactor transactor, CertificateStore certificates, InstantSource clock) {
        this.transactor = transactor;
        this.certificates = certificates;
        this.clock = clock;
    }

    /** Refused when the page token is none of ours (BAD_PARAMETER). */
    public Outcome<Page<IssuedCertificate>> list(Principal caller, CertificateFilter filter, PageRequest page) {
        Optional<CertificateId> behind = page.token().flatMap(CertificateId::parse);
        if (page.token().isPresent() && behind.isEmpty()) {
            return Outcome.refused(
                    RefusalCode.BAD_PARAMETER,
                    "pageNextToken is not one that this service gave out; leave it away to begin with the first page");
        }
        return Outcome.done(transactor.inTransaction(
                tx -> certificates.list(tx, caller.sight(), filter, behind, page, clock.instant())));
    }

    /** Refused when it is not there for the caller (NOT_FOUND). */
    public Outcome<IssuedCertificate> find(Principal caller, CertificateId id) {
        return transactor.inTransaction(
                tx -> AuthorityAbsent.orRefused(certificates.find(tx, caller.sight(), id), "certificate", id));
    }
}
