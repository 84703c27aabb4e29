package io.latebind.server.identity.store;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.identity.IdentityFilter;
import io.latebind.server.identity.IdentityStore;
import io.latebind.server.identity.Imei;
import io.latebind.server.identity.KnownKeys;
import io.latebind.server.identity.RegisteredIdentity;
import io.latebind.server.identity.RegistryEntry;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.Sql;
import io.latebind.server.postgres.SqlValues;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The identity registry in PostgreSQL. */
public final class PgIdentityStore implements IdentityStore {
    private static final String ENTRIES = """
            SELECT device_uuid, public_key, imei, device_type, imported_at, imported_by FROM identity_registry
            """;

    private static final String PUT = """
            INSERT INTO identity_registry (device_uuid, public_key, imei, device_type, imported_at, imported_by)
            SELECT g.uuid, g.key, g.imei, g.type, ?, ?
            FROM unnest(?::uuid[], ?::bytea[], ?::text[], ?::int[]) AS g(uuid, key, imei, type)
            ON CONFLICT (device_uuid) DO UPDATE SET public_key = excluded.public_key, imei = excluded.imei,
                device_type = excluded.device_type, imported_at = excluded.imported_at, imported_by = excluded.imported_by
            """;

    private static final String REMOVE = """
            DELETE FROM identity_registry WHERE device_uuid = ?
            RETURNING device_uuid, public_key, imei, device_type, imported_at, imported_by
            """;

    private static final String KNOWN = """
            SELECT g.uuid, r.public_key AS registered_key, d.pinned_key, d.pinned_variant
            FROM unnest(?::uuid[]) AS g(uuid)
            LEFT JOIN identity_registry r ON r.device_uuid = g.uuid
            LEFT JOIN device d ON d.uuid = g.uuid
            WHERE r.public_key IS NOT NULL OR d.pinned_key IS NOT NULL
            """;

    @Override
    public Optional<RegisteredIdentity> find(Tx tx, DeviceUuid device) {
        return Sql.query(tx, ENTRIES + " WHERE device_uuid = ?", PgIdentityStore::identity, device.value()).stream()
                .findFirst();
    }

    @Override
    public Page<RegisteredIdentity> list(Tx tx, IdentityFilter filter, Optional<DeviceUuid> behind, PageRequest page) {
        StringBuilder where = new StringBuilder(" WHERE true");
        List<Object> values = new ArrayList<>();
        filter.device().ifPresent(device -> {
            where.append(" AND device_uuid = ?");
            values.add(device.value());
        });
        filter.imei().ifPresent(imei -> {
            where.append(" AND imei = ?");
            values.add(imei.digits());
        });
        long total = Sql.query(
                        tx, "SELECT count(*) FROM identity_registry" + where, row -> row.getLong(1), values.toArray())
                .getFirst();
        behind.ifPresent(device -> {
            where.append(page.descending() ? " AND device_uuid < ?" : " AND device_uuid > ?");
            values.add(device.value());
        });
        where.append(" ORDER BY device_uuid ")
                .append(page.descending() ? "DESC" : "ASC")
                .append(" LIMIT ?");
        values.add(page.limit() + 1);
        List<RegisteredIdentity> found = Sql.query(tx, ENTRIES + where, PgIdentityStore::identity, values.toArray());
        if (found.size() <= page.limit()) {
            return new Page<>(found, total, Optional.empty());
        }
        List<RegisteredIdentity> items = found.subList(0, page.limit());
        return new Page<>(
                items, total, Optional.of(items.getLast().entry().device().toString()));
    }

    @Override
    public void lockForImport(Tx tx) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement lock =
                    connection.prepareStatement("LOCK TABLE identity_registry IN SHARE ROW EXCLUSIVE MODE")) {
                return lock.execute();
            }
        });
    }

    @Override
    public Map<DeviceUuid, RegisteredIdentity> stored(Tx tx, Collection<DeviceUuid> devices) {
        Map<DeviceUuid, RegisteredIdentity> stored = new HashMap<>();
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(ENTRIES + " WHERE device_uuid = ANY (?::uuid[])")) {
                query.setArray(1, array(connection, "uuid", devices, DeviceUuid::value));
                return read(query, each -> stored.put(each.entry().device(), each));
            }
        });
        return stored;
    }

    @Override
    public void put(Tx tx, List<RegistryEntry> entries, MemberId by, Instant at) {
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement put = connection.prepareStatement(PUT)) {
                put.setObject(1, SqlValues.timestamp(at));
                put.setObject(2, by.value());
                put.setArray(
                        3,
                        array(
                                connection,
                                "uuid",
                                entries,
                                entry -> entry.device().value()));
                // the driver takes bytes only in an array of their own type
                put.setArray(
                        4,
                        connection.createArrayOf(
                                "bytea",
                                entries.stream()
                                        .map(entry -> entry.key().spki())
                                        .toArray(byte[][]::new)));
                put.setArray(
                        5,
                        array(
                                connection,
                                "text",
                                entries,
                                entry -> entry.imei().map(Imei::digits).orElse(null)));
                put.setArray(
                        6,
                        array(
                                connection,
                                "int",
                                entries,
                                entry -> entry.deviceType().orElse(null)));
                return put.executeUpdate();
            }
        });
    }

    @Override
    public Optional<RegisteredIdentity> remove(Tx tx, DeviceUuid device) {
        return Sql.query(tx, REMOVE, PgIdentityStore::identity, device.value()).stream()
                .findFirst();
    }

    @Override
    public Map<DeviceUuid, KnownKeys> known(Tx tx, Collection<DeviceUuid> devices) {
        return PgTx.of(tx).run(connection -> {
            Map<DeviceUuid, KnownKeys> known = new HashMap<>();
            try (PreparedStatement query = connection.prepareStatement(KNOWN)) {
                query.setArray(1, array(connection, "uuid", devices, DeviceUuid::value));
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        known.put(new DeviceUuid(row.getObject("uuid", UUID.class)), KeyRows.readKnown(row));
                    }
                }
            }
            return known;
        });
    }

    private interface Taker {
        Object take(RegisteredIdentity identity);
    }

    private static int read(PreparedStatement query, Taker taker) throws SQLException {
        int rows = 0;
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows++;
                taker.take(identity(row));
            }
        }
        return rows;
    }

    private static RegisteredIdentity identity(ResultSet row) throws SQLException {
        RegistryEntry entry = new RegistryEntry(
                new DeviceUuid(row.getObject("device_uuid", UUID.class)),
                KeyRows.key(row.getBytes("public_key")),
                Optional.ofNullable(row.getString("imei")).map(Imei::new),
                Optional.ofNullable(row.getObject("device_type", Integer.class)));
        return new RegisteredIdentity(
                entry,
                SqlValues.instant(row, "imported_at").orElseThrow(),
                new MemberId(row.getObject("imported_by", UUID.class)));
    }

    private static <T> java.sql.Array array(
            Connection connection, String type, Collection<T> items, Function<T, @Nullable Object> value)
            throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(items.size());
        items.forEach(item -> values.add(value.apply(item)));
        return connection.createArrayOf(type, values.toArray());
    }
}
