package io.latebind.server.audit.store;

import io.latebind.contract.audit.AuditChain;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** One statement: takes the next place in the team's chain, and writes the event there. */
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
