package io.latebind.server.certificate;

import static io.latebind.server.certificate.CertificateFixture.facts;
import static io.latebind.server.certificate.CertificateFixture.ofRule;
import static io.latebind.server.certificate.CertificateFixture.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.Await;
import io.latebind.server.certificate.CertificateProfile.Budget;
import io.latebind.server.certificate.Issuance.RefusalCause;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssueCertificateTest {
    private final CertificateFixture fixture = new CertificateFixture();
    private final DeviceUuid device = fixture.service.claimedDevice().uuid();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        fixture.close();
    }

    private CertificateAuthority usual() {
        return fixture.service
                .transactor
                .inTransaction(tx -> fixture.stores.authorities().usual(tx, fixture.service.owner.team()))
                .orElseThrow();
    }

    private void change(CertificateAuthority authority) {
        fixture.service.transactor.inTransaction(tx -> {
            fixture.stores.authorities().change(tx, authority);
            return authority;
        });
    }

    private void add(CertificateProfile profile) {
        fixture.service.transactor.inTransaction(tx -> {
            fixture.stores.profiles().add(tx, fixture.service.owner.team(), profile);
            return profile;
        });
    }

    /** The built-in one under another name. */
    private static CertificateProfile profile(Optional<Budget> deviceBudget, Optional<Budget> ruleBudget) {
        CertificateProfile builtIn = CertificateProfile.builtIn();
        return new CertificateProfile(
                new ProfileId(UUID.randomUUID()),
                "meters",
                builtIn.subject(),
                List.of(),
                builtIn.keyUsage(),
                builtIn.purposes(),
                Duration.ofDays(30),
                List.of(),
                List.of(),
                deviceBudget,
                ruleBudget,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    @Test
    void makesTheBuiltInAuthorityAtFirstUseAndNoOther() {
        fixture.issued(fixture.order());
        fixture.issued(fixture.order());
        List<CertificateAuthority> all = fixture.service.transactor.inTransaction(
                tx -> fixture.stores.authorities().list(tx, fixture.service.owner.team()));
        assertThat(all).singleElement().satisfies(made -> {
            assertThat(made.name()).isEqualTo("built-in");
            assertThat(made.usual()).isTrue();
            assertThat(made.chain()).hasSize(2);
        });
    }

    @Test
    void issuesWhatOpensslTakesForAClientOfTls() {
        Issuance.Issued issued = fixture.issued(fixture.order(facts(device)));
        OpenSsl openssl = new OpenSsl(folder);
        openssl.file("leaf.pem", issued.pem());
        openssl.file("issuing.pem", PemBlock.of(usual().chain().getFirst()));
        openssl.file("root.pem", PemBlock.of(usual().chain().getLast()));
        long at = fixture.service.clock.instant().getEpochSecond();
        openssl.good(
                "verify",
                "-x509_strict",
                "-purpose",
                "sslclient",
                "-attime",
                Long.toString(at),
                "-CAfile",
                "root.pem",
                "-untrusted",
                "issuing.pem",
                "leaf.pem");
        String text = openssl.good("x509", "-in", "leaf.pem", "-noout", "-text");
        assertThat(text)
                .contains("CN = " + device, "Digital Signature", "TLS Web Client Authentication", "CA:FALSE")
                .doesNotContain("Alternative Name");
        assertThat(issued.pem().length()).as("modems have little room").isLessThan(850);
    }

    @Test
    void givesOneAttemptOneCertificate() {
        IssuanceOrder order = fixture.order();
        Issuance.Issued first = fixture.issued(order);
        assertThat(fixture.issued(order)).isEqualTo(first);
        assertThat(fixture.counted.issued).hasValue(2);
    }

    @Test
    void givesOneAttemptOneCertificateWhoeverAsksAtTheSameTime() throws Exception {
        IssuanceOrder order = fixture.order();
        Set<String> certificates = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Issuance>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(() -> fixture.issuing().issue(order));
            }
            for (Future<Issuance> answer : threads.invokeAll(calls)) {
                certificates.add(((Issuance.Issued) answer.get()).pem());
            }
        }
        assertThat(certificates).hasSize(1);
    }

    @Test
    void numbersCertificatesAtRandom() {
        Set<Integer> lengths = new HashSet<>();
        Set<String> serials = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            X509CertificateHolder certificate = certificate(fixture.issued(fixture.order()));
            lengths.add(certificate.getSerialNumber().bitLength());
            serials.add(certificate.getSerialNumber().toString(16));
        }
        assertThat(lengths).containsExactly(95);
        assertThat(serials).hasSize(10);
    }

    private static X509CertificateHolder certificate(Issuance.Issued issued) {
        String base64 = issued.pem().replaceAll("-----[A-Z ]+-----|\n", "");
        return PemBlock.read(java.util.Base64.getDecoder().decode(base64));
    }

    @Test
    void endsNoLaterThanItsAuthority() {
        fixture.issued(fixture.order());
        Instant end = usual().endsAt().orElseThrow();
        fixture.service.clock.advance(AuthorityMint.LIFE.minusDays(10));
        assertThat(fixture.issued(fixture.order()).expiresAt()).isEqualTo(end);
        fixture.service.clock.advance(Duration.ofDays(10));
        Issuance.Refused refused = fixture.refused(fixture.order());
        assertThat(refused.cause()).isEqualTo(RefusalCause.AUTHORITY);
        assertThat(refused.reason()).contains("built-in ended at");
    }

    @Test
    void givesDevicesTheIssuingAuthorityWhereItIsWanted() {
        fixture.issued(fixture.order());
        change(usual().changed("built-in", AuthorityTrust.FIRST_USE, true, Instant.EPOCH));
        assertThat(fixture.issued(fixture.order()).pem())
                .endsWith(PemBlock.of(usual().chain().getFirst()))
                .doesNotContain(PemBlock.of(usual().chain().getLast()));
    }

    @Test
    void refusesAnAuthorityOrProfileThatIsNotThere() {
        Issuance.Refused refused = fixture.refused(with(fixture.order(), "acme", ""));
        assertThat(refused.cause()).isEqualTo(RefusalCause.AUTHORITY);
        assertThat(refused.reason()).contains("\"acme\"", "/v1/certificate-authorities");
        refused = fixture.refused(with(fixture.order(), "", "gateways"));
        assertThat(refused.cause()).isEqualTo(RefusalCause.PROFILE);
        assertThat(refused.reason()).contains("\"gateways\"", "/v1/certificate-profiles");
        assertThat(fixture.counted.refused).containsExactly(RefusalCause.AUTHORITY, RefusalCause.PROFILE);
    }

    @Test
    void refusesARetiredAuthority() {
        fixture.issued(fixture.order());
        fixture.service.database.execute("UPDATE certificate_authority SET usual = false, retired = true");
        assertThat(fixture.refused(with(fixture.order(), "built-in", "")).reason())
                .contains("is retired");
    }

    @Test
    void signsForRegisteredDevicesAloneWhereTheAuthoritySaysSo() {
        fixture.issued(fixture.order());
        change(usual().changed("built-in", AuthorityTrust.REGISTRY, false, Instant.EPOCH));
        IssuanceOrder order = fixture.order();
        Issuance.Refused refused = fixture.refused(order);
        assertThat(refused.cause()).isEqualTo(RefusalCause.TRUST);
        assertThat(refused.reason()).contains("identity registry", "built-in");
        fixture.issued(fixture.order(
                new DeviceFacts(device, Optional.empty(), "nrf9151_LACA", List.of(), true, Optional.empty())));
    }

    @Test
    void endsALoopOfADeviceByItsBudget() {
        add(profile(Optional.of(new Budget(2, Duration.ofDays(1))), Optional.empty()));
        fixture.issued(with(fixture.order(facts(device)), "", "meters"));
        IssuanceOrder second = with(fixture.order(facts(device)), "", "meters");
        fixture.issued(second);
        Issuance.Refused refused = fixture.refused(with(fixture.order(facts(device)), "", "meters"));
        assertThat(refused.cause()).isEqualTo(RefusalCause.BUDGET);
        assertThat(refused.reason()).contains("2 certificates within a day", "meters");
        fixture.issued(second);
        fixture.issued(with(fixture.order(), "", "meters"));
        fixture.service.clock.advance(Duration.ofDays(1).plusSeconds(1));
        fixture.issued(with(fixture.order(facts(device)), "", "meters"));
    }

    @Test
    void countsAnAttemptOnceAgainstTheBudgetWhenTwoAskForItAtTheSameTime() throws Exception {
        RuleId rule = new RuleId(UUID.randomUUID());
        Budget one = new Budget(1, Duration.ofDays(1));
        add(profile(Optional.of(one), Optional.of(one)));
        fixture.issued(fixture.order());
        IssuanceOrder order = ofRule(with(fixture.order(facts(device)), "", "meters"), rule);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Issuance>> answers = new ArrayList<>();
            fixture.service.transactor.inTransaction(tx -> {
                fixture.stores.issuances().lockBudget(tx, device, Optional.empty());
                answers.add(threads.submit(() -> fixture.issuing().issue(order)));
                answers.add(threads.submit(() -> fixture.issuing().issue(order)));
                Await.until("both wait for the budget", () -> waitingForTheBudget() == 2);
                return device;
            });
            assertThat(answers.getFirst().get())
                    .isInstanceOf(Issuance.Issued.class)
                    .isEqualTo(answers.getLast().get());
        }
        assertThat(fixture.refused(with(fixture.order(facts(device)), "", "meters"))
                        .cause())
                .isEqualTo(RefusalCause.BUDGET);
    }

    private int waitingForTheBudget() {
        try (Connection connection = fixture.service.database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND database ="
                                + " (SELECT oid FROM pg_database WHERE datname = current_database())")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException fault) {
            throw new AssertionError(fault);
        }
    }

    @Test
    void keepsTheBudgetOfARuleWhenManyDevicesComeAtOnce() throws Exception {
        add(profile(Optional.empty(), Optional.of(new Budget(3, Duration.ofDays(7)))));
        fixture.issued(fixture.order());
        RuleId rule = new RuleId(UUID.randomUUID());
        List<Callable<Issuance>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            IssuanceOrder order = ofRule(with(fixture.order(), "", "meters"), rule);
            calls.add(() -> fixture.issuing().issue(order));
        }
        int issued = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Issuance> answer : threads.invokeAll(calls)) {
                issued += answer.get() instanceof Issuance.Issued ? 1 : 0;
            }
        }
        assertThat(issued).isEqualTo(3);
        fixture.issued(with(fixture.order(), "", "meters"));
    }

    @Test
    void revokesWhatWasIssuedForAnAttemptThatIsNoMore() {
        IssuanceOrder order = fixture.order();
        fixture.issued(order);
        fixture.abandon(order.attempt(), "the command was reset");
        fixture.abandon(order.attempt(), "again");
        Issuance.Refused refused = fixture.refused(order);
        assertThat(refused.cause()).isEqualTo(RefusalCause.ABANDONED);
        assertThat(refused.reason()).contains("the command was reset");
        fixture.abandon(new AttemptKey("nothing.1"), "nobody asked");
    }

    @Test
    void putsWhatHoldsACommaOrAnEqualSignIntoOneName() {
        CertificateProfile builtIn = CertificateProfile.builtIn();
        add(new CertificateProfile(
                new ProfileId(UUID.randomUUID()),
                "tagged",
                List.of(new CertificateProfile.SubjectTemplate(SubjectAttribute.OU, new NameTemplate("${tags}"))),
                List.of(),
                builtIn.keyUsage(),
                builtIn.purposes(),
                Duration.ofDays(1),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH));
        String tag = "a+CN=root,O=evil\\";
        X500Name subject = certificate(fixture.issued(with(fixture.order(facts(device, tag, "${uuid}")), "", "tagged")))
                .getSubject();
        assertThat(subject.getRDNs()).hasSize(2).noneMatch(rdn -> rdn.isMultiValued());
        assertThat(subject.getRDNs()[0].getFirst().getValue().toString()).isEqualTo("${uuid}");
        assertThat(subject.getRDNs()[1].getFirst().getValue().toString()).isEqualTo(tag);
    }

    @Test
    void keepsKeysOfAuthoritiesOutOfTheDatabaseInTheClear() {
        fixture.issued(fixture.order());
        AuthorityId id = usual().id();
        Optional<Secret> stored = fixture.service.transactor.inTransaction(
                tx -> fixture.stores.authorities().secret(tx, id));
        assertThat(stored)
                .hasValueSatisfying(secret -> assertThat(secret.reveal()).contains("BEGIN PRIVATE KEY"));
        fixture.service.database.execute(
                "DO $$ BEGIN ASSERT (SELECT position('PRIVATE' IN encode(secret, 'escape')) FROM certificate_authority) = 0; END $$");
    }

    @Test
    void findsNoProblemInTheDefaultsOfATeamThatHasNoneYet() {
        CertificateTerms terms = new CertificateTerms(fixture.stores.authorities(), fixture.stores.profiles());
        fixture.service.transactor.inTransaction(tx -> {
            assertThat(terms.problem(
                            tx,
                            fixture.service.owner.team(),
                            new CertificateTerms.Wanted(Optional.empty(), Optional.empty()),
                            false))
                    .isEmpty();
            assertThat(terms.problem(
                            tx,
                            fixture.service.owner.team(),
                            new CertificateTerms.Wanted(Optional.of("acme"), Optional.empty())))
                    .hasValueSatisfying(problem -> assertThat(problem).contains("acme"));
            assertThat(terms.problem(
                            tx,
                            fixture.service.owner.team(),
                            new CertificateTerms.Wanted(Optional.empty(), Optional.of("meters"))))
                    .hasValueSatisfying(problem -> assertThat(problem).contains("meters"));
            return tx;
        });
    }
}
