package io.latebind.server.whole;

import io.latebind.server.SeededIds;
import io.latebind.server.TestDevice;
import io.latebind.server.certificate.AttemptKey;
import io.latebind.server.certificate.AuthorityKind;
import io.latebind.server.certificate.CertificateNews;
import io.latebind.server.certificate.CertificateRequest;
import io.latebind.server.certificate.CertificateStores;
import io.latebind.server.certificate.DeviceFacts;
import io.latebind.server.certificate.Issuance;
import io.latebind.server.certificate.IssuanceObserver;
import io.latebind.server.certificate.IssuanceOrder;
import io.latebind.server.certificate.IssueCertificate;
import io.latebind.server.certificate.LocalSigner;
import io.latebind.server.certificate.RevocationAddress;
import io.latebind.server.certificate.Signers;
import io.latebind.server.certificate.store.PgAuthorityStore;
import io.latebind.server.certificate.store.PgIssuanceStore;
import io.latebind.server.certificate.store.PgProfileStore;
import io.latebind.server.device.store.PgDeviceAudience;
import io.latebind.server.event.store.PgEventOutbox;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.postgres.TestDatabase;
import io.latebind.server.secrecy.SecretCipher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Certificates of a running service, issued past its ports as its provisioning would. */
final class CertificateSamples {
    private final AtomicLong attempts = new AtomicLong();
    private final IssueCertificate issuing;

    CertificateSamples(TestDatabase database, Path secretKey) {
        SeededIds ids = new SeededIds(System.nanoTime());
        InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
        LocalSigner local = new LocalSigner();
        issuing = new IssueCertificate(
                database.transactor(),
                new CertificateStores(
                        new PgAuthorityStore(new SecretCipher(key(secretKey), ids)),
                        new PgProfileStore(),
                        new PgIssuanceStore()),
                new IssueCertificate.Terms(
                        new Signers(Map.of(AuthorityKind.BUILTIN, local, AuthorityKind.IMPORTED, local)),
                        new RevocationAddress(Optional.of("http://pki.example.com")),
                        new Uncounted()),
                new CertificateNews(new PgEventOutbox(clock, ids), new PgDeviceAudience()),
                clock,
                ids);
    }

    private static byte[] key(Path file) {
        try {
            return Base64.getDecoder().decode(Files.readString(file).strip());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private record Uncounted() implements IssuanceObserver {
        @Override
        public void issued() {
            // nobody asks
        }

        @Override
        public void refused(Issuance.RefusalCause cause) {
            throw new AssertionError("refused: " + cause);
        }

        @Override
        public void delayed() {
            throw new AssertionError("delayed");
        }
    }

    /** The id of a new certificate of a device that the caller's team has claimed; by the team's default authority and profile. */
    String issuedTo(ApiClient member, TestDevice device) {
        return issue(member, device, Optional.empty(), Optional.empty()).id().toString();
    }

    Issuance.Issued issue(ApiClient member, TestDevice device, Optional<String> authority, Optional<String> profile) {
        TeamId team =
                new TeamId(UUID.fromString(member.get("/v1/account").is(200).text("/team/id")));
        Issuance issuance = issuing.issue(new IssuanceOrder(
                new AttemptKey(device.uuid() + "." + Long.toHexString(attempts.incrementAndGet())),
                team,
                new DeviceFacts(device.uuid(), Optional.empty(), "nrf9151_LACA", List.of(), false, Optional.empty()),
                new CertificateRequest(new byte[] {0x30, 0}, TestDevice.create().publicKey()),
                16842753,
                authority,
                profile));
        return (Issuance.Issued) issuance;
    }
}
