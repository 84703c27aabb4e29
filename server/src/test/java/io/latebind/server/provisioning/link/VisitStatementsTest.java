package io.latebind.server.provisioning.link;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.TestDevice;
import io.latebind.server.kernel.Origin;
import io.latebind.server.postgres.CountedStatements;
import io.latebind.server.postgres.PgTransactor;
import io.latebind.server.provisioning.CommandRequest;
import io.latebind.server.provisioning.DeviceBuffers;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import io.latebind.server.provisioning.NewCommand;
import io.latebind.server.provisioning.ServiceFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A visit is two statements, one to load and one to save, whatever its history tells (decision 0002). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VisitStatementsTest {
    private static final int LOAD_AND_SAVE = 2;

    private ServiceFixture service;
    private CountedStatements statements;
    private DeviceLink link;

    @BeforeAll
    void start() {
        service = new ServiceFixture();
        statements = new CountedStatements(service.database.dataSource());
        link = service.link(new PgTransactor(statements.dataSource()));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    private LinkAnswer fetch(TestDevice device, String address, String firmware) {
        return link.fetch(
                new Origin(address, "test"),
                device.jwt(service.clock.instant()),
                new FetchRequest("", DeviceBuffers.DEFAULT, Optional.of(firmware), Optional.of("1")));
    }

    private LinkAnswer fetch(TestDevice device) {
        return fetch(device, "198.51.100.7", "mfw");
    }

    private List<Kind> kinds(TestDevice device) {
        return service.historyKinds(device);
    }

    @Test
    void aVisitThatDeliversAndOneThatReports() {
        TestDevice device = service.claimedDevice();
        done(service.changes.add(
                service.owner,
                device.uuid(),
                new NewCommand(Optional.empty(), new CommandRequest.Config(Map.of("a", "b")))));
        assertThat(statements.during(() -> fetch(device))).isEqualTo(LOAD_AND_SAVE);
        assertThat(kinds(device)).contains(Kind.CONNECTED, Kind.DELIVERED, Kind.PROVEN);

        LinkAnswer.Commands commands = (LinkAnswer.Commands) fetch(device);
        Decoding<List<DeviceCommand>> decoded = DeviceMessages.decodeCommands(commands.encoded());
        String correlation = ((Decoding.Decoded<List<DeviceCommand>>) decoded)
                .value()
                .getFirst()
                .correlation();
        byte[] report = DeviceMessages.encodeResponses(List.of(new DeviceResponse.ConfigResponse(correlation)));
        assertThat(statements.during(() ->
                        link.report(new Origin("198.51.100.7", "test"), device.jwt(service.clock.instant()), report)))
                .isEqualTo(LOAD_AND_SAVE);
        assertThat(kinds(device)).contains(Kind.ANSWERED);
    }

    @Test
    void aVisitThatFindsNothingWithAndWithoutALineAboutTheConnection() {
        TestDevice device = service.claimedDevice();
        fetch(device);
        List<Kind> before = kinds(device);
        assertThat(statements.during(() -> fetch(device))).isEqualTo(LOAD_AND_SAVE);
        assertThat(kinds(device)).isEqualTo(before);
        assertThat(statements.during(() -> fetch(device, "203.0.113.9", "mfw"))).isEqualTo(LOAD_AND_SAVE);
        assertThat(statements.during(() -> fetch(device, "203.0.113.9", "mfw2")))
                .isEqualTo(LOAD_AND_SAVE);
        assertThat(kinds(device)).hasSize(before.size() + 2);
        assertThat(service.shown(device).lastSeenAt()).contains(service.clock.instant());
        assertThat(service.shown(device).modemFirmware()).contains("mfw2");
    }

    @Test
    void aVisitThatIsRefused() {
        TestDevice device = service.claimedDevice();
        TestDevice impostor = TestDevice.withUuid(device.uuid());
        assertThat(statements.during(() -> fetch(impostor))).isEqualTo(LOAD_AND_SAVE);
        assertThat(statements.during(() -> fetch(TestDevice.create()))).isEqualTo(LOAD_AND_SAVE);
    }

    @Test
    void aDeviceThatPollsAllDayHasALineAnHour() {
        TestDevice device = service.claimedDevice();
        int lines = 0;
        for (int minutes = 0; minutes < 24 * 60; minutes += 5) {
            fetch(device);
            service.clock.advance(Duration.ofMinutes(5));
        }
        for (Kind kind : kinds(device)) {
            lines += kind == Kind.CONNECTED ? 1 : 0;
        }
        assertThat(lines).isEqualTo(24);
    }
}
