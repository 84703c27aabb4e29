package io.latebind.simulator.misbehaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand.AtCommand;
import io.latebind.contract.device.DeviceCommand.FinishedCommand;
import io.latebind.contract.device.DeviceResponse.AtResponse;
import io.latebind.contract.device.DeviceResponse.ErrorResponse;
import io.latebind.contract.device.DeviceResponse.FinishedResponse;
import io.latebind.contract.token.DeviceJwt;
import io.latebind.contract.token.Parsed;
import io.latebind.simulator.client.DeviceAnswer;
import io.latebind.simulator.client.FetchQuery;
import io.latebind.simulator.client.JournalEntry;
import io.latebind.simulator.client.MemoryJournal;
import io.latebind.simulator.client.ScriptedService;
import io.latebind.simulator.fleet.Arrivals;
import io.latebind.simulator.fleet.DeviceResult;
import io.latebind.simulator.fleet.DeviceState;
import io.latebind.simulator.fleet.Fleet;
import io.latebind.simulator.fleet.FleetConfig;
import io.latebind.simulator.fleet.Patience;
import io.latebind.simulator.fleet.Rhythm;
import io.latebind.simulator.fleet.SimulatedDevice;
import io.latebind.simulator.fleet.Until;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each misbehaviour, as the service sees it. */
final class MisbehavingDeviceTest {
    private static final AtCommand DELETE = new AtCommand("id.1.s", "%CMNG", "3,5,3", List.of(513L));
    private static final AtCommand PSK = new AtCommand("id.1", "%CMNG", "0,5,3,\"c0ffee\"", List.of());
    private static final AtCommand PSK_AGAIN = new AtCommand("id.2", "%CMNG", "0,5,3,\"beef\"", List.of());
    private static final AtCommand OTHER = new AtCommand("id.3", "%CMNG", "0,42,3,\"c0ffee\"", List.of());
    private static final FinishedCommand FINISHED = new FinishedCommand("id.f");
    private static final AtResponse DONE = new AtResponse("id.1", "OK\r\n");
    private static final FinishedResponse END = new FinishedResponse("id.f");

    private final ScriptedService service = new ScriptedService();
    private final MisbehaviourLog log = new MisbehaviourLog();
    private final MemoryJournal journal = new MemoryJournal();
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    private DeviceResult run(String... faults) throws InterruptedException {
        SimulatedDevice device = SimulatedDevice.fleet(1, 1, () -> now)
                .getFirst()
                .withJournal(journal)
                .misbehaving(Arrays.stream(faults).map(FaultText::parse).toList(), log);
        FleetConfig config = new FleetConfig(
                List.of(device),
                _ -> service,
                Until.FINISHED,
                Rhythm.REAL,
                new Patience(Duration.ofDays(3), Duration.ofHours(1)),
                Arrivals.storm(),
                () -> now,
                duration -> now = now.plus(duration));
        return Fleet.start(config, _ -> {}).await().results().getFirst();
    }

    @Test
    void losesItsReportAndExecutesTheCommandsAgain() throws InterruptedException {
        service.gives(PSK, FINISHED).gives(PSK, FINISHED);
        assertThat(run("lost-report").done()).isTrue();
        assertThat(service.received()).containsExactly(List.of(DONE, END));
        assertThat(executed()).containsExactly("id.1", "id.1");
        assertThat(log.tallies()).containsExactly(new MisbehaviourLog.Tally("lost-report", 1, 1));
        assertThat(journal.entries()).contains(new JournalEntry.Misbehaved("lost-report"));
    }

    @Test
    void losesItsReportAsOftenAsItIsTold() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            service.gives(PSK, FINISHED);
        }
        assertThat(run("lost-report*3").done()).isTrue();
        assertThat(service.received()).hasSize(1);
        assertThat(log.total()).isEqualTo(3);
    }

    @Test
    void losesTheAnswerToAReportThatArrived() throws InterruptedException {
        service.gives(PSK, FINISHED).gives(FINISHED);
        assertThat(run("lost-answer").done()).isTrue();
        assertThat(service.received()).containsExactly(List.of(DONE, END), List.of(END));
        assertThat(service.queries()).extracting(FetchQuery::after).containsExactly("", "id.f");
    }

    @Test
    void isDoneWhenTheServiceTookAFinishedWhoseAnswerWasLost() throws InterruptedException {
        service.gives(PSK, FINISHED);
        DeviceResult result = run("lost-answer");
        assertThat(result.done()).isTrue();
        assertThat(result.state()).isEqualTo(DeviceState.PROVISIONED);
        assertThat(service.queries()).hasSize(2);
    }

    @Test
    void sendsAReportTwice() throws InterruptedException {
        service.gives(PSK, FINISHED);
        assertThat(run("repeated-report").done()).isTrue();
        assertThat(service.received()).containsExactly(List.of(DONE, END), List.of(DONE, END));
    }

    @Test
    void sendsAReportAfterTheNextFetch() throws InterruptedException {
        service.gives(PSK).gives(FINISHED);
        assertThat(run("late-report").done()).isTrue();
        assertThat(service.received()).containsExactly(List.of(DONE), List.of(END));
        assertThat(service.queries()).hasSize(2);
    }

    @Test
    void sendsReportsThatAreNoneAndGoesOn() throws InterruptedException {
        service.gives(PSK, FINISHED).gives(PSK, FINISHED).gives(PSK, FINISHED);
        assertThat(run("malformed-report", "oversized-report").done()).isTrue();
        assertThat(service.unreadable()).extracting(body -> body.length).containsExactly(4, 16_385);
        assertThat(service.received()).containsExactly(List.of(DONE, END));
    }

    @Test
    void losesPowerBetweenExecutionAndReport() throws InterruptedException {
        service.gives(PSK, FINISHED).gives(PSK, FINISHED);
        assertThat(run("power-cut").done()).isTrue();
        assertThat(service.received()).containsExactly(List.of(DONE, END));
        assertThat(service.queries()).extracting(FetchQuery::after).containsExactly("", "");
        assertThat(executed()).containsExactly("id.1", "id.1");
    }

    @Test
    void answersACommandWithACmeErrorAndDoesNotExecuteIt() throws InterruptedException {
        service.gives(DELETE, PSK, FINISHED);
        DeviceResult result = run("cme=527");
        assertThat(service.received().getFirst())
                .containsExactly(
                        new AtResponse("id.1.s", "+CME ERROR: 513\r\n"),
                        new ErrorResponse("id.1", 527, "+CME ERROR: 527\r\n"));
        assertThat(result.state()).isEqualTo(DeviceState.FAILED);
    }

    @Test
    void failsTheCommandOfASecurityTagOrANumber() throws InterruptedException {
        service.gives(PSK, OTHER);
        run("cme=515@tag-42");
        assertThat(service.received().getFirst()).contains(DONE, new ErrorResponse("id.3", 515, "+CME ERROR: 515\r\n"));
        service.gives(DELETE, PSK);
        run("cme=50@1");
        assertThat(service.received().getLast()).containsExactly(new ErrorResponse("id.1.s", 50, "+CME ERROR: 50\r\n"));
    }

    @Test
    void saysNothingAboutACommandHoweverOftenItComes() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            service.gives(PSK);
        }
        DeviceResult result = run("silent*always");
        assertThat(service.received()).isEmpty();
        assertThat(service.queries()).hasSize(6);
        assertThat(result.reason()).contains("was told to say nothing");
    }

    @Test
    void hasTheBuffersThatItIsTold() throws InterruptedException {
        service.gives(PSK);
        DeviceResult result = run("rx=512", "tx=100", "records=2", "at=20");
        assertThat(service.queries().getFirst().encoded()).contains("rxMaxSize=512&txMaxSize=100", "limit=2");
        assertThat(service.received()).isEmpty();
        assertThat(result.reason()).contains("AT string of 22 characters, the buffer holds 19");
    }

    @Test
    void datesItsJwtWithAWrongClock() throws InterruptedException {
        service.answersFetch(new DeviceAnswer.Refused(403)).gives(FINISHED);
        run("clock=+2h");
        assertThat(jwt(0).issuedAt()).isEqualTo(Instant.parse("2026-11-22T14:00:00Z"));
    }

    @Test
    void signsItsJwtWithAKeyThatIsNotItsOwn() throws InterruptedException {
        service.gives(FINISHED);
        run();
        service.gives(FINISHED);
        run("foreign-key");
        assertThat(jwt(2).device()).isEqualTo(jwt(0).device());
        assertThat(jwt(2).kid()).isNotEqualTo(jwt(0).kid());
    }

    @Test
    void saysThatTheJwtMayBeWrongWhenItIsRefusedForever() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            service.answersFetch(new DeviceAnswer.Refused(403));
        }
        DeviceResult result = run("clock=-1d");
        assertThat(result.unclaimed()).isFalse();
        assertThat(result.reason()).contains("dated or signed wrongly");
    }

    @Test
    void refusesToWriteOverWhatIsThere() throws InterruptedException {
        service.gives(PSK, PSK_AGAIN);
        run("occupied");
        assertThat(service.received().getFirst())
                .containsExactly(DONE, new ErrorResponse("id.2", 519, "+CME ERROR: 519\r\n"));
    }

    private List<String> executed() {
        List<String> executed = new ArrayList<>();
        for (JournalEntry entry : journal.entries()) {
            if (entry instanceof JournalEntry.Executed one) {
                executed.add(one.correlation());
            }
        }
        return executed;
    }

    private DeviceJwt jwt(int request) {
        return switch (DeviceJwt.parse(service.jwts().get(request))) {
            case Parsed.Valid<DeviceJwt>(DeviceJwt jwt) -> jwt;
            case Parsed.Invalid<DeviceJwt>(String reason) -> throw new AssertionError(reason);
        };
    }
}
