package io.latebind.server.device.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.ClaimedDevice;
import io.latebind.server.device.DeviceCursor;
import io.latebind.server.device.DeviceFilter;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.device.DeviceStore;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.presentation.StandardRepresentation;

/** Compares what the store lists with a plain question to {@code claimed_device}, in one snapshot. */
final class ListedDevices {
    private static final String PLAIN = """
            SELECT device_uuid FROM claimed_device
            WHERE team_id = ? AND (? OR claimer_role IN ('VIEWER', 'EDITOR')) AND (?::text IS NULL OR status = ?)
              AND (?::text IS NULL OR ? = ANY (tags)) AND (?::int IS NULL OR device_type = ?)
            ORDER BY claimed_at, device_uuid
            """;

    /** One question that a list can be asked. */
    record Question(Sight sight, DeviceFilter filter) {
        static Question random(Random random, List<TeamId> teams, List<String> tags, List<Integer> types) {
            return new Question(
                    new Sight(pick(random, teams), random.nextBoolean()),
                    new DeviceFilter(
                            maybe(random, List.of(DeviceStatus.values())),
                            maybe(random, tags),
                            maybe(random, types),
                            Optional.empty()));
        }

        private static <T> Optional<T> maybe(Random random, List<T> values) {
            return random.nextBoolean() ? Optional.empty() : Optional.of(pick(random, values));
        }

        private static <T> T pick(Random random, List<T> values) {
            return values.get(random.nextInt(values.size()));
        }
    }

    private final Transactor transactor;
    private final DeviceStore devices;

    ListedDevices(Transactor transactor, DeviceStore devices) {
        this.transactor = transactor;
        this.devices = devices;
    }

    /** Total, pages forth and pages back are those of the plain question. */
    void areThoseOf(Question question, int pageLimit) {
        transactor.inTransaction(tx -> {
            inOneSnapshot(tx);
            List<DeviceUuid> expected = plain(tx, question);
            String asked = new StandardRepresentation().toStringOf(question);
            assertThat(walk(tx, question, pageLimit, false, expected.size()))
                    .as(asked)
                    .isEqualTo(expected);
            assertThat(walk(tx, question, pageLimit, true, expected.size()))
                    .as("backwards, " + asked)
                    .isEqualTo(expected.reversed());
            return expected.size();
        });
    }

    private List<DeviceUuid> walk(Tx tx, Question question, int pageLimit, boolean descending, int total) {
        List<DeviceUuid> walked = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<ClaimedDevice> page = devices.list(
                    tx,
                    question.sight(),
                    question.filter(),
                    token.flatMap(DeviceCursor::parse),
                    new PageRequest(pageLimit, token, descending));
            assertThat(page.total()).as("total of %s", question).isEqualTo(total);
            page.items().forEach(device -> walked.add(device.id()));
            token = page.nextPageToken();
        } while (token.isPresent());
        return walked;
    }

    private static void inOneSnapshot(Tx tx) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement set =
                    connection.prepareStatement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")) {
                return set.execute();
            }
        });
    }

    private static List<DeviceUuid> plain(Tx tx, Question question) {
        DeviceFilter filter = question.filter();
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(PLAIN)) {
                query.setObject(1, question.sight().team().value());
                query.setBoolean(2, question.sight().everything());
                query.setString(3, filter.status().map(Enum::name).orElse(null));
                query.setString(4, filter.status().map(Enum::name).orElse(null));
                query.setString(5, filter.tag().orElse(null));
                query.setString(6, filter.tag().orElse(null));
                query.setObject(7, filter.deviceType().orElse(null), java.sql.Types.INTEGER);
                query.setObject(8, filter.deviceType().orElse(null), java.sql.Types.INTEGER);
                List<DeviceUuid> found = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(new DeviceUuid(row.getObject(1, UUID.class)));
                    }
                }
                return found;
            }
        });
    }
}
