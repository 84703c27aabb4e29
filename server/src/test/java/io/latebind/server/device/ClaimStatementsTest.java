package io.latebind.server.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.TestDevice;
import io.latebind.server.job.ParallelWork;
import io.latebind.server.kernel.IdentityPolicy;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.postgres.CountedStatements;
import io.latebind.server.postgres.PgTransactor;
import io.latebind.server.provisioning.ServiceFixture;
import io.latebind.server.provisioning.UnclaimedVisit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A part of a bulk claim costs as many statements as one claim, however many rows it has. */
class ClaimStatementsTest {
    private static final int PER_PART = 11;

    private static final String AWKWARD = "a \"b\" {c} \\ NULL ü";

    private final ServiceFixture fixture = new ServiceFixture();
    private final CountedStatements statements = new CountedStatements(fixture.database.dataSource());
    private final Transactor transactor = new PgTransactor(statements.dataSource());
    private final ClaimRows rows = new ClaimRows(
            transactor,
            fixture.devices,
            new ClaimTerms(IdentityPolicy.FIRST_USE, (_, _, _) -> Set.of()),
            new ParallelWork(2),
            fixture.clock,
            fixture.ids,
            fixture.audit);

    @AfterEach
    void close() {
        fixture.close();
    }

    private static List<DeviceUuid> devices(int count) {
        return Stream.generate(() -> new DeviceUuid(UUID.randomUUID()))
                .limit(count)
                .toList();
    }

    /** @return how many statements the transaction took */
    private int claim(List<DeviceUuid> devices) {
        List<JudgedRow> judged = rows.judge(
                fixture.owner,
                IntStream.range(0, devices.size())
                        .mapToObj(row -> new ClaimRow(
                                row,
                                TestDevice.madeUpToken(devices.get(row)),
                                row == 0 ? List.of() : List.of("t", AWKWARD)))
                        .toList());
        List<RowsClaimed> claimed = new ArrayList<>();
        int count = statements.during(
                () -> claimed.add(transactor.inTransaction(tx -> rows.claim(tx, fixture.owner, judged))));
        assertThat(claimed.getFirst().refused()).isEmpty();
        return count;
    }

    private void cameBefore(List<DeviceUuid> devices) {
        UnclaimedVisit visit = new UnclaimedVisit(
                1, fixture.clock.instant(), fixture.clock.instant(), "198.51.100.7", Optional.empty());
        devices.forEach(device -> fixture.transactor.inTransaction(tx -> {
            fixture.unclaimed.came(tx, device, visit);
            return tx;
        }));
    }

    private List<String> column(String sql) {
        try (Connection connection = fixture.database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (row.next()) {
                values.add(row.getString(1));
            }
            return values;
        } catch (SQLException fault) {
            throw new AssertionError(fault);
        }
    }

    private static List<String> shown(List<DeviceUuid> devices) {
        return devices.stream().map(DeviceUuid::toString).toList();
    }

    @Test
    void doNotGrowWithTheRows() {
        List<DeviceUuid> one = devices(1);
        List<DeviceUuid> many = devices(40);
        cameBefore(one);
        cameBefore(many);
        assertThat(claim(many)).isEqualTo(claim(one)).isEqualTo(PER_PART);
    }

    @Test
    void writeEachTrailInTheOrderOfTheRows() {
        List<DeviceUuid> devices = devices(40);
        cameBefore(devices.subList(10, 30));
        claim(devices);
        assertThat(column("SELECT device_uuid FROM audit_event WHERE action = 'device.claimed' ORDER BY sequence"))
                .isEqualTo(shown(devices));
        assertThat(column("SELECT device_uuid FROM outbox_event WHERE type = 'device.claimed' ORDER BY sequence"))
                .isEqualTo(shown(devices));
        assertThat(column("SELECT device_uuid FROM device_history WHERE kind = 'NOT_CLAIMED_YET'"))
                .containsExactlyInAnyOrderElementsOf(shown(devices.subList(10, 30)));
        assertThat(column("SELECT device_uuid FROM device_history WHERE kind = 'CLAIMED'"))
                .containsExactlyInAnyOrderElementsOf(shown(devices));
        assertThat(column("SELECT count(*) FROM unclaimed_visit")).containsExactly("0");
    }

    @Test
    void tellTheTagsOfEachDeviceAsTheyAre() {
        List<DeviceUuid> devices = devices(2);
        claim(devices);
        assertThat(column(
                        "SELECT array_to_json(tags) FROM outbox_event WHERE type = 'device.claimed' ORDER BY sequence"))
                .containsExactly("[]", "[\"t\",\"a \\\"b\\\" {c} \\\\ NULL ü\"]");
    }
}
