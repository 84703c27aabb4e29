package io.latebind.server.certificate;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.TestDevice;
import io.latebind.server.certificate.store.PgAuthorityStore;
import io.latebind.server.certificate.store.PgIssuanceStore;
import io.latebind.server.certificate.store.PgProfileStore;
import io.latebind.server.device.store.PgDeviceAudience;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.provisioning.ServiceFixture;
import io.latebind.server.secrecy.SecretCipher;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Issuing over a real database, with a signer elsewhere that the test plays. */
final class CertificateFixture implements AutoCloseable {
    final ServiceFixture service = new ServiceFixture();
    final SecretCipher cipher = new SecretCipher(new byte[SecretCipher.KEY_BYTES], service.ids);
    final CertificateStores stores =
            new CertificateStores(new PgAuthorityStore(cipher), new PgProfileStore(), new PgIssuanceStore());
    final Map<AuthorityKind, Signer> signers =
            new EnumMap<>(Map.of(AuthorityKind.BUILTIN, new LocalSigner(), AuthorityKind.IMPORTED, new LocalSigner()));
    final CountedIssuance counted = new CountedIssuance();
    private final AtomicLong attempts = new AtomicLong();

    IssueCertificate issuing() {
        return new IssueCertificate(
                service.transactor,
                stores,
                new IssueCertificate.Terms(
                        new Signers(signers), new RevocationAddress(Optional.of("http://pki.example.com")), counted),
                new CertificateNews(service.outbox, new PgDeviceAudience()),
                service.clock,
                service.ids);
    }

    static DeviceFacts facts(DeviceUuid device, String... tags) {
        return new DeviceFacts(device, Optional.empty(), "nrf9151_LACA", List.of(tags), false, Optional.empty());
    }

    /** A new attempt of a device that the owner has claimed. */
    IssuanceOrder order() {
        return order(facts(service.claimedDevice().uuid()));
    }

    IssuanceOrder order(DeviceFacts device) {
        return new IssuanceOrder(
                new AttemptKey(device.uuid() + "." + Long.toHexString(attempts.incrementAndGet())),
                service.owner.team(),
                device,
                new CertificateRequest(new byte[] {0x30, 0}, TestDevice.create().publicKey()),
                16842753,
                Optional.empty(),
                Optional.empty());
    }

    static IssuanceOrder with(IssuanceOrder order, String authority, String profile) {
        return new IssuanceOrder(
                order.attempt(),
                order.team(),
                order.device(),
                order.request(),
                order.secTag(),
                Optional.of(authority).filter(name -> !name.isEmpty()),
                Optional.of(profile).filter(name -> !name.isEmpty()));
    }

    static IssuanceOrder ofRule(IssuanceOrder order, RuleId rule) {
        DeviceFacts device = order.device();
        return new IssuanceOrder(
                order.attempt(),
                order.team(),
                new DeviceFacts(
                        device.uuid(),
                        device.imei(),
                        device.deviceType(),
                        device.tags(),
                        device.registered(),
                        Optional.of(rule)),
                order.request(),
                order.secTag(),
                order.authority(),
                order.profile());
    }

    void abandon(AttemptKey attempt, String reason) {
        service.transactor.inTransaction(tx -> {
            issuing().abandon(tx, attempt, reason);
            return attempt;
        });
    }

    Issuance.Issued issued(IssuanceOrder order) {
        Issuance issuance = issuing().issue(order);
        if (issuance instanceof Issuance.Issued issued) {
            return issued;
        }
        throw new AssertionError("not issued: " + issuance);
    }

    Issuance.Refused refused(IssuanceOrder order) {
        Issuance issuance = issuing().issue(order);
        if (issuance instanceof Issuance.Refused refused) {
            return refused;
        }
        throw new AssertionError("not refused: " + issuance);
    }

    @Override
    public void close() {
        service.close();
    }
}
