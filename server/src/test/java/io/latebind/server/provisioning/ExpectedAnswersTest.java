package io.latebind.server.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The length of a report, as it is foreseen (specification 3.2). */
class ExpectedAnswersTest {
    @Test
    void everyRecordHasItsShare() {
        assertThat(ExpectedAnswers.bytesOf(Requests.config(), 1)).isEqualTo(120);
        assertThat(ExpectedAnswers.bytesOf(Requests.finished(), 1)).isEqualTo(120);
        assertThat(ExpectedAnswers.bytesOf(Requests.serverCertificate(1, "pem"), 1))
                .isEqualTo(120);
        assertThat(ExpectedAnswers.bytesOf(Requests.psk(1, "id", "00"), 4)).isEqualTo(480);
        assertThat(ExpectedAnswers.bytesOf(Requests.endorsementKey(1), 1)).isEqualTo(530);
        assertThat(ExpectedAnswers.bytesOf(Requests.key(1), 2)).isEqualTo(650);
        // an empty Name is 2 bytes
        assertThat(ExpectedAnswers.bytesOf(Requests.csr(1, ""), 2)).isEqualTo(120 + 640 + 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 116, 117, 118, 119, 120, 121, 122, 123, 124, 127, 128, 200, 243, 249, 253})
    void theSubjectIsAsLongAsItsDer(int length) throws IOException {
        String value = "x".repeat(length);
        X500Name name = new X500NameBuilder()
                .addRDN(BCStyle.CN, new DERUTF8String(value))
                .addRDN(BCStyle.O, "b")
                .build();
        assertThat(ExpectedAnswers.subjectDerLength("CN=" + value + ",O=b")).isEqualTo(name.getEncoded().length);
    }

    @ParameterizedTest
    @CsvSource({"emailAddress, E", "domainComponent, DC", "UID, UID", "C, C", "ST, ST", "OU, OU"})
    void knowsLongObjectIdentifiers(String modem, String bouncyCastle) throws IOException {
        X500Name name = new X500NameBuilder()
                .addRDN(BCStyle.INSTANCE.attrNameToOID(bouncyCastle), "de")
                .build();
        assertThat(ExpectedAnswers.subjectDerLength(modem + "=de")).isEqualTo(name.getEncoded().length);
    }
}
