package io.latebind.server.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.token.KeygenToken;
import io.latebind.contract.token.Parsed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands that are accepted with a warning (specification 3.2 and 4). */
class CommandWarningsTest {
    /** {@code AT%CMNG=0,5,0,""} around the content. */
    private static final int AROUND_CONTENT = 17 - 1;

    private final QueueScript script = new QueueScript();
    private final KeyPairs keys = KeyPairs.make();

    @Test
    void anAtCommandOf1791CharactersFitsTheDefaultBuffer() {
        String longest = "x".repeat(1791 - AROUND_CONTENT);
        assertThat(warnings(Requests.serverCertificate(5, longest))).isEmpty();
        assertThat(warnings(Requests.clientCertificate(5, longest))).isEmpty();
    }

    @Test
    void anAtCommandOf1792CharactersCarriesAWarningWithBothFigures() {
        assertThat(warnings(Requests.serverCertificate(5, "x".repeat(1792 - AROUND_CONTENT))))
                .singleElement()
                .asString()
                .contains("1792", "1791");
    }

    @Test
    void theKeyOfAClientCertificateIsNotJudgedWhereNoneIsRecorded() {
        recordKey(6, keys);
        assertThat(warnings(Requests.clientCertificate(5, keys.certificatePem())))
                .isEmpty();
    }

    @Test
    void aCertificateForTheRecordedKeyCarriesNone() {
        assertThat(KeygenToken.parse(keys.keygenToken(5))).isInstanceOf(Parsed.Valid.class);
        recordKey(5, keys);
        assertThat(warnings(Requests.clientCertificate(5, keys.certificatePem())))
                .isEmpty();
    }

    @Test
    void aCertificateForAnotherKeyNamesTheCommandThatReportedTheLastOne() {
        recordKey(5, keys);
        CommandId last = recordKey(5, KeyPairs.make());
        assertThat(warnings(Requests.clientCertificate(5, keys.certificatePem())))
                .singleElement()
                .asString()
                .contains(last.toString());
    }

    @Test
    void aKeyGenerationThatWasDeletedStillCounts() {
        script.delete(recordKey(5, KeyPairs.make()));
        assertThat(warnings(Requests.clientCertificate(5, keys.certificatePem())))
                .hasSize(1);
    }

    @Test
    void aKeyGenerationThatWasSkippedRecordedNothing() {
        recordKey(5, keys);
        script.skip(script.add(Requests.key(5)));
        assertThat(warnings(Requests.clientCertificate(5, keys.certificatePem())))
                .isEmpty();
        assertThat(warnings(Requests.clientCertificate(5, KeyPairs.make().certificatePem())))
                .hasSize(1);
    }

    @Test
    void aPendingKeyGenerationWillPartThem() {
        CommandId pending = script.add(Requests.csr(5, ""));
        assertThat(warnings(Requests.clientCertificate(5, keys.certificatePem())))
                .singleElement()
                .asString()
                .contains(pending.toString());
        script.fetch();
        assertThat(warnings(Requests.clientCertificate(5, keys.certificatePem())))
                .hasSize(1);
    }

    @Test
    void aResetKeyGenerationInFrontOfTheRecordedOneWillPartThemToo() {
        CommandId first = recordKey(5, KeyPairs.make());
        recordKey(5, keys);
        script.reset(first);
        assertThat(warnings(Requests.clientCertificate(5, keys.certificatePem())))
                .singleElement()
                .asString()
                .contains(first.toString());
    }

    private CommandId recordKey(int tag, KeyPairs reported) {
        CommandId id = script.add(Requests.key(tag));
        String correlation = script.fetch().getLast();
        script.report(new DeviceResponse.AtResponse(correlation, reported.keygenToken(tag)));
        return id;
    }

    private List<String> warnings(CommandRequest request) {
        return CommandWarnings.of(request, script.queue());
    }
}
