package io.latebind.server.certificate.store;

import io.latebind.server.certificate.KeyIdentifier;
import io.latebind.server.certificate.RevocationReason;
import io.latebind.server.certificate.RevocationStore;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.Sql;
import io.latebind.server.postgres.SqlValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Revocations in PostgreSQL, and the lists that were signed of them. */
public final class PgRevocationStore implements RevocationStore {
    private static final String SIGNED = """
            SELECT list, this_update, signed_revision <> revision AS outdated FROM revocation_list WHERE key_id = ? AND list IS NOT NULL
            """;

    private static final String LOCK = """
            INSERT INTO revocation_list (key_id, revision) VALUES (?, 0)
            ON CONFLICT (key_id) DO UPDATE SET revision = revocation_list.revision
            RETURNING number + 1
            """;

    private static final String REVOKED = """
            SELECT serial, ended_at, ended_reason FROM issued_certificate
            WHERE key_id = ? AND stage = 'ENDED' AND delivered IS NOT NULL AND not_after > ? ORDER BY ended_at, serial
            """;

    private static final String STORE = """
            UPDATE revocation_list SET list = ?, this_update = ?, number = ?, signed_revision = revision WHERE key_id = ?
            """;

    private static final String STANDINGS = """
            SELECT serial, ended_at, ended_reason FROM issued_certificate WHERE key_id = ? AND serial = ANY (?) AND delivered IS NOT NULL
            """;

    @Override
    public Optional<Signed> signed(Tx tx, KeyIdentifier key) {
        return Sql.query(
                        tx,
                        SIGNED,
                        row -> new Signed(
                                row.getBytes("list"),
                                SqlValues.instant(row, "this_update").orElseThrow(),
                                row.getBoolean("outdated")),
                        key.bytes())
                .stream()
                .findFirst();
    }

    @Override
    public long lock(Tx tx, KeyIdentifier key) {
        return Sql.query(tx, LOCK, row -> row.getLong(1), key.bytes()).getFirst();
    }

    @Override
    public List<Revoked> revoked(Tx tx, KeyIdentifier key, Instant endingAfter) {
        return Sql.query(tx, REVOKED, PgRevocationStore::read, key.bytes(), SqlValues.timestamp(endingAfter));
    }

    @Override
    public void store(Tx tx, KeyIdentifier key, long number, byte[] list, Instant thisUpdate) {
        Sql.update(tx, STORE, list, SqlValues.timestamp(thisUpdate), number, key.bytes());
    }

    @Override
    public Map<BigInteger, Standing> standings(Tx tx, KeyIdentifier key, List<BigInteger> serials) {
        return Sql.query(
                        tx,
                        STANDINGS,
                        row -> Map.entry(
                                row.getBigDecimal("serial").toBigIntegerExact(),
                                new Standing(
                                        row.getString("ended_reason") == null
                                                ? Optional.empty()
                                                : Optional.of(read(row)))),
                        key.bytes(),
                        serials.stream().map(BigDecimal::new).toArray(BigDecimal[]::new))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Revoked read(ResultSet row) throws SQLException {
        return new Revoked(
                row.getBigDecimal("serial").toBigIntegerExact(),
                SqlValues.instant(row, "ended_at").orElseThrow(),
                RevocationReason.valueOf(row.getString("ended_reason")));
    }
}
