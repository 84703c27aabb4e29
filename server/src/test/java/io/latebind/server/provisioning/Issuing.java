package io.latebind.server.provisioning;

import io.latebind.server.certificate.AuthorityKind;
import io.latebind.server.certificate.CertificateNews;
import io.latebind.server.certificate.CertificateStores;
import io.latebind.server.certificate.CertificateTerms;
import io.latebind.server.certificate.Issuance;
import io.latebind.server.certificate.IssuanceObserver;
import io.latebind.server.certificate.IssueCertificate;
import io.latebind.server.certificate.RevocationAddress;
import io.latebind.server.certificate.Signer;
import io.latebind.server.certificate.Signers;
import io.latebind.server.certificate.store.PgAuthorityStore;
import io.latebind.server.certificate.store.PgIssuanceStore;
import io.latebind.server.certificate.store.PgProfileStore;
import io.latebind.server.device.store.PgDeviceAudience;
import io.latebind.server.event.store.PgEventOutbox;
import io.latebind.server.identity.store.PgIdentityStore;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.provisioning.store.CommandRows;
import io.latebind.server.provisioning.store.PgPendingCertificates;
import io.latebind.server.provisioning.store.PgQueueStore;
import io.latebind.server.secrecy.SecretCipher;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** How certificates come into queues, over a real database. */
public record Issuing(IssueCertificate certificates, SigningTerms terms, CertifyKeys certifying) {
    /** @param signer of the built-in authority */
    public static Issuing make(
            Transactor transactor, Signer signer, SecretCipher cipher, InstantSource clock, IdSource ids) {
        CertificateStores stores =
                new CertificateStores(new PgAuthorityStore(cipher), new PgProfileStore(), new PgIssuanceStore());
        IssueCertificate certificates = new IssueCertificate(
                transactor,
                stores,
                new IssueCertificate.Terms(
                        new Signers(Map.of(AuthorityKind.BUILTIN, signer)),
                        new RevocationAddress(Optional.empty()),
                        new NotCounted()),
                new CertificateNews(new PgEventOutbox(clock, ids), new PgDeviceAudience()),
                clock,
                ids);
        CommandRows rows = new CommandRows(cipher);
        return new Issuing(
                certificates,
                new SigningTerms(new CertificateTerms(stores.authorities(), stores.profiles()), new PgIdentityStore()),
                new CertifyKeys(
                        transactor,
                        new PgQueueStore(rows, ids),
                        new PgPendingCertificates(rows),
                        certificates,
                        clock,
                        ids));
    }

    /** Tries what is due until nothing more is. */
    static void toTheEnd(CertificateRounds rounds) {
        try {
            boolean more = true;
            while (more) {
                more = rounds.begin();
                rounds.awaitEnd(IssuanceRules.HELD);
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static final class NotCounted implements IssuanceObserver {
        @Override
        public void issued() {}

        @Override
        public void refused(Issuance.RefusalCause cause) {}

        @Override
        public void delayed() {}
    }
}
