package io.latebind.server.certificate.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.certificate.CertificateFilter;
import io.latebind.server.certificate.CertificateId;
import io.latebind.server.certificate.CertificateStore;
import io.latebind.server.certificate.IssuedCertificate;
import io.latebind.server.certificate.IssuedCertificate.Revocation;
import io.latebind.server.certificate.RevocationReason;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.Sql;
import io.latebind.server.postgres.SqlValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What was issued, in PostgreSQL. */
public final class PgCertificateStore implements CertificateStore {
    private static final String COLUMNS = """
            i.id, i.device_uuid, i.authority_id, a.name AS authority_name, i.profile, i.rule_id, i.sec_tag, i.delivered, i.subject,
                i.issued_at, i.ended_at, i.ended_reason, i.ended_note
            FROM issued_certificate i JOIN certificate_authority a ON a.id = i.authority_id
            """;

    private static final String CERTIFICATES = "SELECT " + COLUMNS;

    private static final String SEEN = " WHERE i.team_id = ? AND i.delivered IS NOT NULL AND (? OR NOT i.admins_only)";

    @Override
    public Page<IssuedCertificate> list(
            Tx tx,
            Sight sight,
            CertificateFilter filter,
            Optional<CertificateId> behind,
            PageRequest page,
            Instant now) {
        List<Object> values = new ArrayList<>(List.of(sight.team().value(), sight.everything()));
        StringBuilder conditions = new StringBuilder(SEEN);
        filter.device().ifPresent(device -> add(conditions, values, "i.device_uuid = ?", device.value()));
        filter.authority().ifPresent(authority -> add(conditions, values, "i.authority_id = ?", authority.value()));
        filter.profile().ifPresent(profile -> add(conditions, values, "i.profile = ?", profile));
        filter.serial()
                .ifPresent(
                        serial -> add(conditions, values, "i.serial = ?", new BigDecimal(new BigInteger(serial, 16))));
        OffsetDateTime instant = SqlValues.timestamp(now);
        filter.state().ifPresent(state -> {
            switch (state) {
                case REVOKED -> conditions.append(" AND i.stage = 'ENDED'");
                case ACTIVE -> add(conditions, values, "i.stage = 'ISSUED' AND i.not_after > ?", instant);
                case EXPIRED -> add(conditions, values, "i.stage = 'ISSUED' AND i.not_after <= ?", instant);
            }
        });
        long total = Sql.query(
                        tx,
                        "SELECT count(*) FROM (SELECT 1 FROM issued_certificate i" + conditions + " LIMIT "
                                + MOST_COUNTED + ") counted",
                        row -> row.getLong(1),
                        values.toArray())
                .getFirst();
        behind.ifPresent(last -> add(conditions, values, page.descending() ? "i.id < ?" : "i.id > ?", last.value()));
        values.add(page.limit() + 1);
        List<IssuedCertificate> found = Sql.query(
                tx,
                CERTIFICATES + conditions + " ORDER BY i.id " + (page.descending() ? "DESC" : "ASC") + " LIMIT ?",
                PgCertificateStore::read,
                values.toArray());
        List<IssuedCertificate> items = found.subList(0, Math.min(found.size(), page.limit()));
        return new Page<>(
                items,
                total,
                found.size() > items.size() ? Optional.of(items.getLast().id().toString()) : Optional.empty());
    }

    private static void add(StringBuilder conditions, List<Object> values, String condition, Object value) {
        conditions.append(" AND ").append(condition);
        values.add(value);
    }

    @Override
    public Optional<IssuedCertificate> find(Tx tx, Sight sight, CertificateId id) {
        return one(tx, sight, id, "");
    }

    @Override
    public Optional<IssuedCertificate> lock(Tx tx, Sight sight, CertificateId id) {
        return one(tx, sight, id, " FOR UPDATE OF i");
    }

    private static Optional<IssuedCertificate> one(Tx tx, Sight sight, CertificateId id, String locking) {
        return Sql.query(
                        tx,
                        CERTIFICATES + SEEN + " AND i.id = ?" + locking,
                        PgCertificateStore::read,
                        sight.team().value(),
                        sight.everything(),
                        id.value())
                .stream()
                .findFirst();
    }

    @Override
    public List<IssuedCertificate> lockActive(Tx tx, TeamId team, DeviceUuid device, Instant now) {
        return Sql.query(
                tx,
                CERTIFICATES + SEEN
                        + " AND i.device_uuid = ? AND i.stage = 'ISSUED' AND i.not_after > ? ORDER BY i.id FOR UPDATE OF i",
                PgCertificateStore::read,
                team.value(),
                true,
                device.value(),
                SqlValues.timestamp(now));
    }

    @Override
    public Map<DeviceUuid, IssuedCertificate> newestActive(
            Tx tx, Sight sight, Collection<DeviceUuid> devices, Optional<Long> secTag, Instant now) {
        List<Object> values = new ArrayList<>(List.of(sight.team().value(), sight.everything()));
        StringBuilder conditions = new StringBuilder(SEEN);
        add(conditions, values, "i.stage = 'ISSUED' AND i.not_after > ?", SqlValues.timestamp(now));
        add(
                conditions,
                values,
                "i.device_uuid = ANY (?)",
                devices.stream().map(DeviceUuid::value).toArray(UUID[]::new));
        secTag.ifPresent(tag -> add(conditions, values, "i.sec_tag = ?", tag));
        return Sql.query(
                        tx,
                        "SELECT DISTINCT ON (i.device_uuid) " + COLUMNS + conditions
                                + " ORDER BY i.device_uuid, i.issued_at DESC, i.id DESC",
                        PgCertificateStore::read,
                        values.toArray())
                .stream()
                .collect(Collectors.toMap(IssuedCertificate::device, each -> each));
    }

    private static IssuedCertificate read(ResultSet row) throws SQLException {
        Optional<Instant> endedAt = SqlValues.instant(row, "ended_at");
        Optional<Revocation> revocation = Optional.empty();
        if (endedAt.isPresent()) {
            revocation = Optional.of(new Revocation(
                    endedAt.get(),
                    RevocationReason.valueOf(row.getString("ended_reason")),
                    Optional.ofNullable(row.getString("ended_note"))));
        }
        return new IssuedCertificate(
                new CertificateId(row.getObject("id", UUID.class)),
                new DeviceUuid(row.getObject("device_uuid", UUID.class)),
                new AuthorityId(row.getObject("authority_id", UUID.class)),
                row.getString("authority_name"),
                row.getString("profile"),
                Optional.ofNullable(row.getObject("rule_id", UUID.class)).map(RuleId::new),
                row.getLong("sec_tag"),
                CertificateColumns.certificates(row, "delivered"),
                row.getString("subject"),
                SqlValues.instant(row, "issued_at").orElseThrow(),
                revocation);
    }
}
