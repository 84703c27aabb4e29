package io.latebind.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceCommand.AtCommand;
import io.latebind.contract.device.DeviceCommand.ConfigCommand;
import io.latebind.contract.device.DeviceCommand.FinishedCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.DeviceResponse.AtResponse;
import io.latebind.contract.device.DeviceResponse.ConfigResponse;
import io.latebind.contract.device.DeviceResponse.ErrorResponse;
import io.latebind.contract.device.DeviceResponse.FinishedResponse;
import io.latebind.simulator.modem.KeygenStyle;
import io.latebind.simulator.modem.Modem;
import io.latebind.simulator.modem.VectorDevice;
import io.latebind.simulator.modem.Vectors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProvisioningClientTest {
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final AtCommand PSK = new AtCommand("id.1", "%CMNG", "0,5,3,\"c0ffee\"", List.of());
    private static final AtCommand BAD = new AtCommand("id.2", "%CMNG", "3,9,2", List.of());
    private static final FinishedCommand FINISHED = new FinishedCommand("id.f");

    private final ScriptedService service = new ScriptedService();
    private final MemoryJournal journal = new MemoryJournal();
    private final MemorySettings settings = new MemorySettings(Map.of());
    private final List<Duration> pauses = new ArrayList<>();
    private final Modem modem = new Modem(VectorDevice.identity(), new SplittableRandom(1), VectorDevice.CLOCK);

    private ProvisioningClient client() {
        return client(ClientLimits.DEFAULTS);
    }

    private ProvisioningClient client(ClientLimits limits) {
        return new ProvisioningClient(modem, service, limits, settings, journal, VectorDevice.CLOCK);
    }

    private SessionEnd session(ProvisioningClient client) throws InterruptedException {
        return client.session(pauses::add, ROUND);
    }

    @Test
    void isDoneWhenNothingComes() throws InterruptedException {
        assertThat(session(client())).isEqualTo(new SessionEnd.NothingLeft());
        service.answersFetch(new DeviceAnswer.Ok(new byte[0]));
        assertThat(session(client())).isEqualTo(new SessionEnd.NothingLeft());
        assertThat(service.received()).isEmpty();
    }

    @Test
    void saysItsLimitsInEachQuery() throws InterruptedException {
        session(client());
        assertThat(service.queries().getFirst().encoded())
                .isEqualTo("after=&rxMaxSize=1024&txMaxSize=2048&mver=mfw_nrf91x1_2.0.2&cver=3.1.0&limit=10");
    }

    @Test
    void executesInOrderAndAnswersFinishedLast() throws InterruptedException {
        service.gives(FINISHED, PSK, new ConfigCommand("id.c", Map.of("a", "b")));
        assertThat(session(client())).isEqualTo(new SessionEnd.Finished());
        assertThat(service.received())
                .containsExactly(List.of(
                        new AtResponse("id.1", "OK\r\n"), new ConfigResponse("id.c"), new FinishedResponse("id.f")));
        assertThat(settings.value("a")).isEqualTo("b");
    }

    @Test
    void isOnlineAgainAfterABatch() throws InterruptedException {
        service.gives(PSK);
        session(client());
        assertThat(modem.execute("AT+CFUN?")).startsWith("+CFUN: 1");
    }

    @Test
    void stopsAtTheFirstErrorAndKeepsFinishedBack() throws InterruptedException {
        service.gives(BAD, PSK, FINISHED);
        ProvisioningClient client = client();
        assertThat(session(client)).isEqualTo(new SessionEnd.NothingLeft());
        assertThat(service.received()).containsExactly(List.of(new ErrorResponse("id.2", 513, "+CME ERROR: 513\r\n")));
        assertThat(modem.credentials()).isEmpty();
        assertThat(client.trouble()).contains("command id.2 failed: +CME ERROR: 513");
    }

    @Test
    void forgetsTroubleAfterAGoodBatch() throws InterruptedException {
        service.gives(BAD).gives(PSK);
        ProvisioningClient client = client();
        session(client);
        assertThat(client.trouble()).isEmpty();
    }

    @Test
    void countsIgnoredErrorsAsSuccessWithTheirText() throws InterruptedException {
        service.gives(new AtCommand("id.3", "%CMNG", "3,9,2", List.of(513L)), PSK);
        session(client());
        assertThat(service.received().getFirst())
                .containsExactly(new AtResponse("id.3", "+CME ERROR: 513\r\n"), new AtResponse("id.1", "OK\r\n"));
    }

    @Test
    void reportsAPlainErrorWithoutNumber() throws InterruptedException {
        service.gives(new AtCommand("id.4", "%NOSUCH", "1", List.of()));
        session(client());
        assertThat(service.received().getFirst()).containsExactly(new ErrorResponse("id.4", 0, "ERROR"));
    }

    @Test
    void reportsThePairThatCannotBeStoredAsVectorsShow() throws InterruptedException {
        service.gives(new ConfigCommand("0f1e2d3c-4b5a-4697-8877-665544332211.3", Map.of("", "x")), FINISHED);
        session(client());
        assertThat(service.received().getFirst())
                .containsExactly(new ErrorResponse(
                        "0f1e2d3c-4b5a-4697-8877-665544332211.3",
                        4_294_967_274L,
                        "Unable to store [0](0-indexed) key-value-pair"));
    }

    @Test
    void givesUpABatchOfMoreRecordsThanItTakes() throws InterruptedException {
        DeviceCommand[] many = IntStream.rangeClosed(0, 10)
                .mapToObj(i -> new AtCommand("id." + i, "%CMNG", "1", List.of()))
                .toArray(DeviceCommand[]::new);
        service.gives(many);
        assertThat(session(client())).isInstanceOf(SessionEnd.GaveUp.class);
        assertThat(service.received()).isEmpty();
    }

    @Test
    void givesUpWhatItCannotRead() throws InterruptedException {
        service.answersFetch(new DeviceAnswer.Ok(new byte[] {(byte) 0x81, 0x01}));
        assertThat(session(client())).isInstanceOf(SessionEnd.GaveUp.class);
    }

    @Test
    void givesUpAnAnswerLargerThanItsBuffer() throws InterruptedException {
        service.answersFetch(new DeviceAnswer.Ok(new byte[1025]));
        assertThat(session(client()))
                .isEqualTo(new SessionEnd.GaveUp("an answer of 1025 bytes, the buffer holds 1024"));
    }

    @Test
    void saysNothingWhenAnAtStringIsTooLong() throws InterruptedException {
        int head = "AT%CMNG=0,1,4,\"\"".length();
        service.gives(PSK, new AtCommand("id.5", "%CMNG", "0,1,4,\"" + "x".repeat(1792 - head) + "\"", List.of()));
        ProvisioningClient client = client(new ClientLimits(10, 4096, 2048, 1792));
        assertThat(session(client))
                .isEqualTo(new SessionEnd.GaveUp(
                        "command id.5 is an AT string of 1792 characters, the buffer holds 1791"));
        assertThat(service.received()).isEmpty();
        assertThat(modem.credentials()).hasSize(1);
        assertThat(client.trouble()).isPresent();
    }

    @Test
    void takesAnAtStringThatJustFits() throws InterruptedException {
        int head = "AT%CMNG=0,1,4,\"\"".length();
        service.gives(new AtCommand("id.5", "%CMNG", "0,1,4,\"" + "x".repeat(1791 - head) + "\"", List.of()));
        session(client(new ClientLimits(10, 4096, 2048, 1792)));
        assertThat(service.received().getFirst())
                .containsExactly(new ErrorResponse("id.5", 527, "+CME ERROR: 527\r\n"));
    }

    @Test
    void losesAnswersThatDoNotFitItsBuffer() throws InterruptedException {
        service.gives(new AtCommand("id.6", "%KEYGEN", "1,2,1", List.of()));
        assertThat(session(client(new ClientLimits(10, 1024, 300, 1792)))).isInstanceOf(SessionEnd.GaveUp.class);
        assertThat(service.received()).isEmpty();
        assertThat(modem.credentials()).hasSize(1);
    }

    @Test
    void fetchesAgainAtOnceAfterAReportAndNamesTheLastCommand() throws InterruptedException {
        service.gives(PSK).gives(BAD);
        ProvisioningClient client = client();
        session(client);
        assertThat(service.queries()).extracting(FetchQuery::after).containsExactly("", "id.1", "id.2");
        assertThat(pauses).containsExactly(ROUND, ROUND);
        session(client());
        assertThat(service.queries().getLast().after()).isEmpty();
    }

    @Test
    void stopsOnceFinishedIsAcknowledged() throws InterruptedException {
        service.gives(FINISHED).gives(PSK);
        assertThat(session(client())).isEqualTo(new SessionEnd.Finished());
        assertThat(service.queries()).hasSize(1);
    }

    @Test
    void isNotFinishedWhenTheReportGotLost() throws InterruptedException {
        service.gives(PSK, FINISHED).answersReport(new DeviceAnswer.NoAnswer(LinkFault.TIMED_OUT, "slow"));
        assertThat(session(client())).isEqualTo(new SessionEnd.TryLater(Optional.of(LinkFault.TIMED_OUT), "slow"));
        assertThat(journal.entries()).last().isEqualTo(new JournalEntry.ReportSent(List.of("id.1", "id.f")));
    }

    @Test
    void triesAgainAfter500AndFaultsThatPassAlone() throws InterruptedException {
        assertThat(after(new DeviceAnswer.Refused(500))).isInstanceOf(SessionEnd.TryLater.class);
        for (LinkFault fault : LinkFault.values()) {
            assertThat(after(new DeviceAnswer.NoAnswer(fault, "")))
                    .isInstanceOf(fault.passing() ? SessionEnd.TryLater.class : SessionEnd.Unreachable.class);
        }
        assertThat(after(new DeviceAnswer.Refused(403))).isEqualTo(new SessionEnd.NotClaimed());
        for (int status : new int[] {400, 401, 415, 404, 503}) {
            assertThat(after(new DeviceAnswer.Refused(status))).isEqualTo(new SessionEnd.Rejected(status));
        }
    }

    private SessionEnd after(DeviceAnswer answer) throws InterruptedException {
        service.answersFetch(answer);
        return session(client());
    }

    @Test
    void takesNothingBut200ForAnAcknowledgement() throws InterruptedException {
        service.gives(FINISHED).answersReport(new DeviceAnswer.NoContent());
        assertThat(session(client())).isEqualTo(new SessionEnd.Rejected(204));
    }

    @Test
    void usesItsJwtAgainUntilItIsNearlyOver() throws InterruptedException {
        Instant[] now = {Instant.ofEpochSecond(1000)};
        Modem own = new Modem(VectorDevice.identity(), new SplittableRandom(1), () -> now[0]);
        var client = new ProvisioningClient(own, service, ClientLimits.DEFAULTS, settings, journal, () -> now[0]);
        session(client);
        now[0] = now[0].plusSeconds(269);
        session(client);
        now[0] = now[0].plusSeconds(1);
        session(client);
        assertThat(service.jwts()).hasSize(3);
        assertThat(service.jwts().get(1)).isEqualTo(service.jwts().get(0));
        assertThat(service.jwts().get(2)).isNotEqualTo(service.jwts().get(1));
    }

    @Test
    void takesItsIntervalFromAConfigCommand() throws InterruptedException {
        ProvisioningClient client = client();
        assertThat(client.interval(Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
        service.gives(new ConfigCommand("id.c", Map.of("provisioning/interval-sec", "3600")));
        session(client);
        assertThat(client.interval(Duration.ofDays(1))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void journalsEverythingAndNoSecret() throws InterruptedException {
        service.gives(PSK, new AtCommand("id.k", "%KEYGEN", "7,2,1", List.of()), FINISHED);
        session(client());
        assertThat(journal.entries()).hasSize(6);
        assertThat(journal.entries().toString()).doesNotContain("c0ffee");
        assertThat(journal.entries().get(2)).isInstanceOfSatisfying(JournalEntry.Executed.class, made -> {
            assertThat(made.credential()).contains(modem.credentials().getLast());
            assertThat(made.message()).startsWith("%KEYGEN: \"");
        });
        assertThat(journal.entries().getLast()).isEqualTo(new JournalEntry.FinishedAcknowledged("id.f"));
    }

    @Test
    void answersTheBatchOfTheVectorsAsTheVectorsDo() throws InterruptedException {
        Vectors vectors = VectorDevice.VECTORS;
        byte[] commands = HexFormat.of().parseHex(vectors.messageHex("csr_cmds"));
        List<byte[]> reports = new ArrayList<>();
        DeviceConnection once = new DeviceConnection() {
            @Override
            public DeviceAnswer fetch(FetchQuery query, String jwt) {
                return reports.isEmpty() ? new DeviceAnswer.Ok(commands) : new DeviceAnswer.NoContent();
            }

            @Override
            public DeviceAnswer report(byte[] responses, String jwt) {
                reports.add(responses);
                return new DeviceAnswer.Ok(new byte[0]);
            }
        };
        Modem vectorModem = VectorDevice.modemAskedForJwtOnce(KeygenStyle.NEW);
        new ProvisioningClient(vectorModem, once, ClientLimits.DEFAULTS, settings, journal, VectorDevice.CLOCK)
                .session(pauses::add, ROUND);
        assertThat(HexFormat.of().formatHex(reports.getFirst())).isEqualTo(vectors.messageHex("csr_rsps_ignored513"));
    }

    @Test
    void refusesTheShortenedCertificateOfTheVectors() throws InterruptedException {
        service.answersFetch(new DeviceAnswer.Ok(HexFormat.of().parseHex(VectorDevice.VECTORS.messageHex("mix_cmds"))));
        session(client());
        List<DeviceResponse> report = service.received().getFirst();
        assertThat(report)
                .containsExactly(
                        new ErrorResponse("0f1e2d3c-4b5a-4697-8877-665544332211.2", 527, "+CME ERROR: 527\r\n"));
    }
}
