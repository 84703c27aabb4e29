package io.latebind.server.audit.store;

import io.latebind.contract.audit.AuditChain;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** An event is one statement: it takes the next place in the team's chain, and writes itself there. Many are two. */
public final class PgAuditTrail implements AuditTrail {
    private static final String RECORD = """
            WITH link AS (
                INSERT INTO audit_chain AS chain (team_id, sequence, previous_hash, hash)
                VALUES (?, 1, decode(repeat('00', 32), 'hex'), sha256(decode(repeat('00', 32), 'hex') || convert_to('1:' || ?, 'UTF8')))
                ON CONFLICT (team_id) DO UPDATE SET sequence = chain.sequence + 1, previous_hash = chain.hash,
                    hash = sha256(chain.hash || convert_to((chain.sequence + 1) || ':' || ?, 'UTF8'))
                RETURNING team_id, sequence, previous_hash, hash
            )
            INSERT INTO audit_event (team_id, sequence, at, member_id, action, subject, device_uuid, event, previous_hash, hash)
            SELECT team_id, sequence, ?, ?, ?, ?, ?, ?, previous_hash, hash FROM link
            """;

    /** The chain's last link, locked; of a team that has none yet, the one before the first. */
    private static final String LAST_LINK = """
            INSERT INTO audit_chain (team_id, sequence, previous_hash, hash)
            VALUES (?, 0, decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'))
            ON CONFLICT (team_id) DO UPDATE SET sequence = audit_chain.sequence
            RETURNING sequence, hash
            """;

    private static final String RECORD_ALL = """
            WITH event AS (
                INSERT INTO audit_event (team_id, sequence, at, member_id, action, subject, device_uuid, event, previous_hash, hash)
                SELECT ?, e.sequence, ?, e.member_id, e.action, e.subject, e.device_uuid, e.event, e.previous_hash, e.hash
                FROM unnest(?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::uuid[], ?::text[], ?::bytea[], ?::bytea[])
                    AS e(sequence, member_id, action, subject, device_uuid, event, previous_hash, hash)
            )
            UPDATE audit_chain SET sequence = ?, previous_hash = ?, hash = ? WHERE team_id = ?
            """;

    private final InstantSource clock;

    public PgAuditTrail(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void record(Tx tx, AuditEvent event) {
        Instant now = clock.instant();
        String canonical = AuditChain.canonical(shown(event, now).values());
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(RECORD)) {
                insert.setObject(1, event.team().value());
                insert.setString(2, canonical);
                insert.setString(3, canonical);
                insert.setObject(4, SqlValues.timestamp(now));
                insert.setObject(5, event.who().member().value());
                insert.setString(6, event.action().shown());
                insert.setString(7, event.subject());
                insert.setObject(8, event.device().map(device -> device.value()).orElse(null));
                insert.setString(9, canonical);
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public void recordAll(Tx tx, List<AuditEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        TeamId team = events.getFirst().team();
        if (events.stream().anyMatch(event -> !event.team().equals(team))) {
            throw new IllegalArgumentException("events of several teams' trails");
        }
        Instant now = clock.instant();
        List<String> canonical = events.stream()
                .map(event -> AuditChain.canonical(shown(event, now).values()))
                .toList();
        PgTx.of(tx).run(connection -> append(connection, team, events, canonical, now));
    }

    private static int append(
            Connection connection, TeamId team, List<AuditEvent> events, List<String> canonical, Instant now)
            throws SQLException {
        int count = events.size();
        Long[] sequences = new Long[count];
        byte[][] hashes = new byte[count + 1][];
        try (PreparedStatement query = connection.prepareStatement(LAST_LINK)) {
            query.setObject(1, team.value());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                long last = row.getLong("sequence");
                hashes[0] = row.getBytes("hash");
                String hash = HexFormat.of().formatHex(hashes[0]);
                for (int i = 0; i < count; i++) {
                    sequences[i] = last + 1 + i;
                    hash = AuditChain.hash(hash, sequences[i], canonical.get(i));
                    hashes[i + 1] = HexFormat.of().parseHex(hash);
                }
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(RECORD_ALL)) {
            insert.setObject(1, team.value());
            insert.setObject(2, SqlValues.timestamp(now));
            insert.setArray(3, connection.createArrayOf("bigint", sequences));
            insert.setArray(
                    4,
                    SqlValues.array(
                            connection,
                            "uuid",
                            events,
                            event -> event.who().member().value()));
            insert.setArray(
                    5,
                    SqlValues.array(
                            connection, "text", events, event -> event.action().shown()));
            insert.setArray(6, SqlValues.array(connection, "text", events, AuditEvent::subject));
            insert.setArray(
                    7,
                    SqlValues.array(
                            connection,
                            "uuid",
                            events,
                            event -> event.device().map(DeviceUuid::value).orElse(null)));
            insert.setArray(8, connection.createArrayOf("text", canonical.toArray()));
            insert.setArray(9, connection.createArrayOf("bytea", Arrays.copyOf(hashes, count)));
            insert.setArray(10, connection.createArrayOf("bytea", Arrays.copyOfRange(hashes, 1, count + 1)));
            insert.setLong(11, sequences[count - 1]);
            insert.setBytes(12, hashes[count - 1]);
            insert.setBytes(13, hashes[count]);
            insert.setObject(14, team.value());
            return insert.executeUpdate();
        }
    }

    private static Facts shown(AuditEvent event, Instant now) {
        return Facts.of("at", now)
                .with("action", event.action().shown())
                .with("subject", event.subject())
                .with("deviceId", event.device())
                .with(
                        "by",
                        Facts.of("teamId", event.who().team())
                                .with("memberId", event.who().member())
                                .with("apiKeyId", event.who().key())
                                .with("role", event.who().role().name().toLowerCase(Locale.ROOT)))
                .with(
                        "from",
                        Facts.of("address", event.who().origin().address())
                                .with("requestId", event.who().origin().requestId()))
                .with("before", event.before())
                .with("after", event.after());
    }
}
