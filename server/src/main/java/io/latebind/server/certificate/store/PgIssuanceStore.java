package io.latebind.server.certificate.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.certificate.AttemptKey;
import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.certificate.CertificateId;
import io.latebind.server.certificate.CertificateProfile;
import io.latebind.server.certificate.IssuanceOrder;
import io.latebind.server.certificate.IssuanceStore;
import io.latebind.server.certificate.IssuedCertificate.Revocation;
import io.latebind.server.certificate.KeyIdentifier;
import io.latebind.server.certificate.Validity;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.Sql;
import io.latebind.server.postgres.SqlValues;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What is issued and what is being issued, in PostgreSQL. */
public final class PgIssuanceStore implements IssuanceStore {
    private static final String STANDING = """
            SELECT id, team_id, device_uuid, authority_id, profile, serial, stage, not_before, not_after, delivered, ended_note
            FROM issued_certificate WHERE attempt = ?
            """;

    private static final String RESERVE = """
            INSERT INTO issued_certificate (id, attempt, team_id, device_uuid, admins_only, authority_id, profile, rule_id, sec_tag, stage,
                serial, not_before, not_after, created_at)
            SELECT ?, ?, t.id, ?, coalesce(c.claimer_role IN ('ADMIN', 'OWNER'), true), ?, ?, ?, ?, 'PENDING', ?, ?, ?, ?
            FROM team t LEFT JOIN claimed_device c ON c.team_id = t.id AND c.device_uuid = ?
            WHERE t.id = ?
            ON CONFLICT (attempt) DO NOTHING
            """;

    private static final String ISSUED = """
            UPDATE issued_certificate
            SET stage = 'ISSUED', delivered = ?, subject = ?, key_id = ?, serial = ?, not_before = ?, not_after = ?, issued_at = ?,
                ended_at = NULL, ended_reason = NULL, ended_note = NULL
            WHERE id = ?
            """;

    /** One statement, so that no list can be signed between the two: the row of the list is locked until the revocation commits. */
    private static final String END = """
            WITH ended AS (
                UPDATE issued_certificate SET stage = 'ENDED', ended_at = ?, ended_reason = ?, ended_note = ? WHERE id = ?
                RETURNING key_id, delivered)
            INSERT INTO revocation_list (key_id, revision)
            SELECT key_id, 1 FROM ended WHERE key_id IS NOT NULL AND delivered IS NOT NULL
            ON CONFLICT (key_id) DO UPDATE SET revision = revocation_list.revision + 1
            """;

    private static final String ANSWERED =
            "UPDATE issued_certificate SET unanswered = greatest(unanswered - 1, 0) WHERE id = ? RETURNING unanswered";

    private static final String LATE = """
            UPDATE issued_certificate
            SET delivered = ?, subject = ?, serial = ?, not_before = ?, not_after = ?, issued_at = ?
            WHERE id = ? AND stage = 'ENDED' AND delivered IS NULL
            """;

    /** Under a name of its own, which is no correlation id: the attempt's own certificate is another. */
    private static final String SURPLUS = """
            INSERT INTO issued_certificate (id, attempt, team_id, device_uuid, admins_only, authority_id, profile, rule_id, sec_tag, stage,
                serial, not_before, not_after, subject, delivered, created_at, issued_at, ended_at, ended_reason, ended_note)
            SELECT ?, ?, t.id, ?, coalesce(c.claimer_role IN ('ADMIN', 'OWNER'), true), ?, ?, ?, ?, 'ENDED', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
            FROM team t LEFT JOIN claimed_device c ON c.team_id = t.id AND c.device_uuid = ?
            WHERE t.id = ? AND NOT EXISTS (
                SELECT 1 FROM issued_certificate i WHERE i.attempt = ? AND i.authority_id = ? AND i.serial = ? AND i.delivered IS NOT NULL)
            ON CONFLICT (attempt) DO NOTHING
            """;

    private static final String COUNT =
            "SELECT count(*) FROM issued_certificate WHERE team_id = ? AND profile = ? AND created_at > ? AND attempt <> ? AND ";

    @Override
    public Optional<Standing> standing(Tx tx, AttemptKey attempt) {
        return Sql.query(tx, STANDING, PgIssuanceStore::read, attempt.text()).stream()
                .findFirst();
    }

    @Override
    public Optional<Standing> lock(Tx tx, AttemptKey attempt) {
        return Sql.query(tx, STANDING + " FOR UPDATE", PgIssuanceStore::read, attempt.text()).stream()
                .findFirst();
    }

    @Override
    public void lockBudget(Tx tx, DeviceUuid device, Optional<RuleId> rule) {
        lock(tx, "certificates of device " + device);
        rule.ifPresent(each -> lock(tx, "certificates of rule " + each));
    }

    private static void lock(Tx tx, String what) {
        Sql.query(tx, "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", _ -> what, what);
    }

    @Override
    public long issuedTo(Tx tx, IssuanceOrder order, String profile, Instant since) {
        return Sql.query(
                        tx,
                        COUNT + "device_uuid = ?",
                        row -> row.getLong(1),
                        order.team().value(),
                        profile,
                        SqlValues.timestamp(since),
                        order.attempt().text(),
                        order.device().uuid().value())
                .getFirst();
    }

    @Override
    public long issuedBy(Tx tx, IssuanceOrder order, RuleId rule, String profile, Instant since) {
        return Sql.query(
                        tx,
                        COUNT + "rule_id = ?",
                        row -> row.getLong(1),
                        order.team().value(),
                        profile,
                        SqlValues.timestamp(since),
                        order.attempt().text(),
                        rule.value())
                .getFirst();
    }

    @Override
    public boolean reserve(Tx tx, IssuanceOrder order, Standing standing, Instant now) {
        return Sql.update(
                        tx,
                        RESERVE,
                        standing.id().value(),
                        order.attempt().text(),
                        order.device().uuid().value(),
                        standing.authority().value(),
                        standing.profile(),
                        order.device().rule().map(RuleId::value).orElse(null),
                        (long) order.secTag(),
                        new BigDecimal(standing.serial()),
                        SqlValues.timestamp(standing.validity().notBefore()),
                        SqlValues.timestamp(standing.validity().notAfter()),
                        SqlValues.timestamp(now),
                        order.device().uuid().value(),
                        order.team().value())
                == 1;
    }

    @Override
    public void issued(Tx tx, CertificateId id, Signed signed, Instant now) {
        var certificate = signed.delivered().getFirst();
        Sql.update(
                tx,
                ISSUED,
                CertificateColumns.ders(signed.delivered()),
                signed.subject(),
                signed.key().map(KeyIdentifier::bytes).orElse(null),
                new BigDecimal(certificate.getSerialNumber()),
                SqlValues.timestamp(certificate.getNotBefore().toInstant()),
                SqlValues.timestamp(certificate.getNotAfter().toInstant()),
                SqlValues.timestamp(now),
                id.value());
    }

    @Override
    public void asked(Tx tx, CertificateId id) {
        Sql.update(tx, "UPDATE issued_certificate SET unanswered = unanswered + 1 WHERE id = ?", id.value());
    }

    @Override
    public int answered(Tx tx, CertificateId id) {
        return Sql.query(tx, ANSWERED, row -> row.getInt(1), id.value()).stream()
                .findFirst()
                .orElse(0);
    }

    @Override
    public boolean late(Tx tx, CertificateId id, Signed signed, Instant now) {
        var certificate = signed.delivered().getFirst();
        return Sql.update(
                        tx,
                        LATE,
                        CertificateColumns.ders(signed.delivered()),
                        signed.subject(),
                        new BigDecimal(certificate.getSerialNumber()),
                        SqlValues.timestamp(certificate.getNotBefore().toInstant()),
                        SqlValues.timestamp(certificate.getNotAfter().toInstant()),
                        SqlValues.timestamp(now),
                        id.value())
                == 1;
    }

    @Override
    public boolean surplus(
            Tx tx, CertificateId id, IssuanceOrder order, AuthorityId authority, Signed signed, Revocation how) {
        var certificate = signed.delivered().getFirst();
        var serial = new BigDecimal(certificate.getSerialNumber());
        var at = SqlValues.timestamp(how.at());
        return Sql.update(
                        tx,
                        SURPLUS,
                        id.value(),
                        order.attempt().text() + "#"
                                + certificate.getSerialNumber().toString(16),
                        order.device().uuid().value(),
                        authority.value(),
                        order.profile().orElse(CertificateProfile.DEFAULT_NAME),
                        order.device().rule().map(RuleId::value).orElse(null),
                        (long) order.secTag(),
                        serial,
                        SqlValues.timestamp(certificate.getNotBefore().toInstant()),
                        SqlValues.timestamp(certificate.getNotAfter().toInstant()),
                        signed.subject(),
                        CertificateColumns.ders(signed.delivered()),
                        at,
                        at,
                        at,
                        how.reason().name(),
                        how.note().orElse(null),
                        order.device().uuid().value(),
                        order.team().value(),
                        order.attempt().text(),
                        authority.value(),
                        serial)
                == 1;
    }

    @Override
    public void forget(Tx tx, CertificateId id) {
        Sql.update(tx, "DELETE FROM issued_certificate WHERE id = ? AND stage = 'PENDING'", id.value());
    }

    @Override
    public void end(Tx tx, CertificateId id, Revocation how) {
        Sql.update(
                tx,
                END,
                SqlValues.timestamp(how.at()),
                how.reason().name(),
                how.note().orElse(null),
                id.value());
    }

    private static Standing read(ResultSet row) throws SQLException {
        return new Standing(
                new CertificateId(row.getObject("id", UUID.class)),
                new TeamId(row.getObject("team_id", UUID.class)),
                new DeviceUuid(row.getObject("device_uuid", UUID.class)),
                new AuthorityId(row.getObject("authority_id", UUID.class)),
                row.getString("profile"),
                row.getBigDecimal("serial").toBigIntegerExact(),
                stage(row),
                new Validity(
                        SqlValues.instant(row, "not_before").orElseThrow(),
                        SqlValues.instant(row, "not_after").orElseThrow()));
    }

    private static Stage stage(ResultSet row) throws SQLException {
        return switch (row.getString("stage")) {
            case "PENDING" -> new Stage.Pending();
            case "ISSUED" -> new Stage.Issued(CertificateColumns.certificates(row, "delivered"));
            default ->
                new Stage.Ended(Optional.ofNullable(row.getString("ended_note"))
                        .map(note -> "the certificate for this key was withdrawn: " + note)
                        .orElse("the certificate for this key was revoked"));
        };
    }
}
