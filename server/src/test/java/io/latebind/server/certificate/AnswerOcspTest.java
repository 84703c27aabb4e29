package io.latebind.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.certificate.store.PgRevocationStore;
import io.latebind.server.postgres.CountedStatements;
import io.latebind.server.postgres.PgTransactor;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Anybody may ask, so a question is cheap: one that cannot be read costs nothing, and many in one cost as much as one. */
class AnswerOcspTest {
    /** MalformedRequest (1). */
    private static final byte[] MALFORMED = {0x30, 3, 0x0a, 1, 1};

    private final CertificateFixture fixture = new CertificateFixture();
    private final CountedStatements statements = new CountedStatements(fixture.service.database.dataSource());
    private final AnswerOcsp ocsp = new AnswerOcsp(
            new PgTransactor(statements.dataSource()),
            fixture.stores.authorities(),
            new PgRevocationStore(),
            fixture.service.clock);
    private final List<BigInteger> issued = new ArrayList<>();
    private final X509CertificateHolder issuer = issuer();

    @AfterEach
    void close() {
        fixture.close();
    }

    private X509CertificateHolder issuer() {
        for (int i = 0; i < 3; i++) {
            IssuanceOrder order = fixture.order();
            String pem = fixture.issued(order).pem();
            byte[] der = Base64.getDecoder().decode(pem.replaceAll("-----[A-Z ]+-----|\n", ""));
            issued.add(PemBlock.read(der).getSerialNumber());
            if (i == 0) {
                fixture.abandon(order.attempt(), "the command was reset");
            }
        }
        return fixture.service
                .transactor
                .inTransaction(tx -> fixture.stores.authorities().usual(tx, fixture.service.owner.team()))
                .flatMap(CertificateAuthority::issuer)
                .orElseThrow();
    }

    private KeyIdentifier key() {
        return KeyIdentifier.of(issuer.getSubjectPublicKeyInfo());
    }

    private byte[] request(List<BigInteger> serials) {
        try {
            OCSPReqBuilder builder = new OCSPReqBuilder();
            for (BigInteger serial : serials) {
                builder.addRequest(new CertificateID(
                        new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1), issuer, serial));
            }
            return builder.build().getEncoded();
        } catch (OCSPException | OperatorCreationException | IOException fault) {
            throw new AssertionError(fault);
        }
    }

    private byte[] answer(byte[] request) {
        return ocsp.answer(key(), request).orElseThrow();
    }

    private List<CertificateStatus> told(List<BigInteger> serials) {
        try {
            List<CertificateStatus> told = new ArrayList<>();
            for (SingleResp each :
                    ((BasicOCSPResp) new OCSPResp(answer(request(serials))).getResponseObject()).getResponses()) {
                told.add(each.getCertStatus());
            }
            return told;
        } catch (OCSPException | IOException fault) {
            throw new AssertionError(fault);
        }
    }

    @Test
    void answersManyQuestionsInTheirOrder() {
        List<CertificateStatus> told = told(
                List.of(issued.get(1), BigInteger.TWO, issued.get(0), issued.get(2), BigInteger.ONE.shiftLeft(20_000)));
        assertThat(told).hasSize(5);
        assertThat(told.get(0)).isEqualTo(CertificateStatus.GOOD);
        assertThat(told.get(1)).isInstanceOf(UnknownStatus.class);
        assertThat(told.get(2)).isInstanceOf(RevokedStatus.class);
        assertThat(told.get(3)).isEqualTo(CertificateStatus.GOOD);
        assertThat(told.get(4)).as("no serial is that long").isInstanceOf(UnknownStatus.class);
    }

    @Test
    void asksTheDatabaseTwiceHoweverManyQuestionsThereAre() {
        List<BigInteger> ten = new ArrayList<>(issued);
        for (int i = 0; i < 7; i++) {
            ten.add(BigInteger.valueOf(i + 1));
        }
        assertThat(statements.during(() -> told(ten))).isEqualTo(2);
        ten.add(BigInteger.TEN);
        assertThat(statements.during(() -> assertThat(answer(request(ten))).isEqualTo(MALFORMED)))
                .as("eleven are too many")
                .isZero();
    }

    @Test
    void asksTheDatabaseNothingForWhatCannotBeRead() {
        assertThat(statements.during(() -> assertThat(answer(new byte[100])).isEqualTo(MALFORMED)))
                .isZero();
    }

    @Test
    void answersEveryBrokenRequest() {
        byte[] whole = request(List.of(issued.getFirst()));
        for (int place = 0; place < whole.length; place++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] broken = whole.clone();
                broken[place] ^= (byte) (1 << bit);
                assertThat(ocsp.answer(key(), broken)).isPresent();
            }
        }
    }

    @Test
    void saysNothingForAKeyThatNobodyHolds() {
        KeyIdentifier nobodys = KeyIdentifier.parse("0".repeat(40)).orElseThrow();
        assertThat(ocsp.answer(nobodys, request(List.of(issued.getFirst())))).isEqualTo(Optional.empty());
    }
}
