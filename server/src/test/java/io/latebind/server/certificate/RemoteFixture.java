package io.latebind.server.certificate;

import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.Parsed;
import io.latebind.server.certificate.link.OutboundSignerCalls;
import io.latebind.server.certificate.remote.RemoteSigner;
import io.latebind.server.certificate.remote.SignerSettings;
import io.latebind.server.certificate.store.PgSignerStore;
import io.latebind.server.http.NameResolver;
import io.latebind.server.kernel.Secret;
import java.net.InetAddress;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/** Issuing with signers elsewhere: real TLS, real database, a clock that the test moves. */
final class RemoteFixture implements AutoCloseable {
    static final NameResolver LOOPBACK = _ -> List.of(InetAddress.getLoopbackAddress());
    /** A machine that does much else is slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static final Secret WEBHOOK_SECRET = new Secret("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

    final CertificateFixture certificates = new CertificateFixture();
    final TestAuthority tls = TestAuthority.root("TLS", Instant.now());
    final TestAuthority root = TestAuthority.root("Acme root", now());
    final TestAuthority issuing = root.under("Acme devices", now());
    final PgSignerStore settings = new PgSignerStore(certificates.cipher);
    private final OutboundSignerCalls calls = OutboundSignerCalls.open(LOOPBACK, true, PATIENCE, PATIENCE);
    private RemoteSigner signer;

    RemoteFixture() {
        signer = use(calls);
    }

    /** All remote authorities are asked through these from now on. */
    final RemoteSigner use(OutboundSignerCalls through) {
        signer = new RemoteSigner(certificates.service.transactor, settings, through, certificates.service.clock);
        certificates.signers.put(AuthorityKind.WEBHOOK, signer);
        certificates.signers.put(AuthorityKind.EST, signer);
        return signer;
    }

    RemoteSigner signer() {
        return signer;
    }

    AuthorityId id(String name) {
        return certificates
                .service
                .transactor
                .inTransaction(
                        tx -> certificates.stores.authorities().named(tx, certificates.service.owner.team(), name))
                .orElseThrow()
                .id();
    }

    /** As an administrator who gives another place and the secret for it. */
    void move(String name, SignerSettings where, Secret secret) {
        AuthorityId id = id(name);
        certificates.service.transactor.inTransaction(tx -> {
            settings.save(tx, id, where);
            settings.saveSecret(tx, id, secret);
            return id;
        });
    }

    Instant now() {
        return certificates.service.clock.instant();
    }

    /** An authority of that name, with the anchors given. */
    void add(
            String name,
            SignerSettings where,
            Secret secret,
            boolean deliversChain,
            List<X509CertificateHolder> anchors) {
        certificates.service.transactor.inTransaction(tx -> {
            CertificateAuthority authority = new CertificateAuthority(
                    new AuthorityId(certificates.service.ids.newUuid()),
                    certificates.service.owner.team(),
                    name,
                    where.kind(),
                    AuthorityTrust.FIRST_USE,
                    false,
                    false,
                    deliversChain,
                    anchors,
                    Optional.empty(),
                    now(),
                    now());
            certificates.stores.authorities().add(tx, authority, Optional.of(secret));
            settings.save(tx, authority.id(), where);
            return authority;
        });
    }

    void addWebhook(String name, String url) {
        add(name, new SignerSettings.Webhook(url, List.of(tls.certificate())), WEBHOOK_SECRET, false, List.of());
    }

    /** One attempt, with what stays the same about it. */
    record Order(IssuanceOrder order, KeyPair keys) {}

    Order order(String authority) {
        IssuanceOrder any = certificates.order();
        KeyPair keys = TestAuthority.keyPair();
        if (!(P256PublicKey.fromSpki(keys.getPublic().getEncoded())
                instanceof Parsed.Valid<P256PublicKey>(P256PublicKey key))) {
            throw new AssertionError("no key");
        }
        byte[] csr = TestAuthority.request(keys, "CN=" + any.device().uuid());
        return new Order(
                new IssuanceOrder(
                        any.attempt(),
                        any.team(),
                        any.device(),
                        new CertificateRequest(csr, key),
                        any.secTag(),
                        Optional.of(authority),
                        Optional.empty()),
                keys);
    }

    Issuance issue(Order order) {
        return certificates.issuing().issue(order.order());
    }

    String delayed(Order order) {
        if (issue(order) instanceof Issuance.Delayed(String reason)) {
            return reason;
        }
        throw new AssertionError("was not delayed");
    }

    String refused(Order order) {
        return certificates.refused(order.order()).reason();
    }

    Issuance.Issued issued(Order order) {
        return certificates.issued(order.order());
    }

    /** The first column of all rows. */
    List<String> column(String sql) {
        try (Connection connection = certificates.service.database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
            return found;
        } catch (SQLException fault) {
            throw new AssertionError(fault);
        }
    }

    @Override
    public void close() {
        calls.close();
        certificates.close();
    }
}
