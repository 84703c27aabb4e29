package io.latebind.server.postgres;

import com.zaxxer.hikari.util.DriverDataSource;
import io.latebind.server.kernel.StartRefused;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;

/** Brings the schema to the program's version; several programs that start at once wait for each other. */
final class SchemaMigration {
    private SchemaMigration() {}

    static void migrate(DatabaseSettings settings, String location) {
        Flyway flyway = Flyway.configure()
                .dataSource(
                        new DriverDataSource(settings.jdbcUrl(), null, Database.driverProperties(settings), null, null))
                .locations(location)
                .cleanDisabled(true)
                .load();
        try {
            refuseNewer(settings, flyway.info().all());
            flyway.migrate();
        } catch (FlywayValidateException changed) {
            throw new StartRefused(
                    "the schema of %s was not made by this program's migrations: use the program that made it, or name an empty database with --database-url"
                            .formatted(settings.shownUrl()));
        } catch (FlywayException fault) {
            throw refused(settings, fault);
        }
    }

    private static void refuseNewer(DatabaseSettings settings, MigrationInfo[] migrations) {
        Optional<MigrationVersion> applied = Arrays.stream(migrations)
                .filter(one -> one.getState().isApplied())
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder());
        MigrationVersion known = Arrays.stream(migrations)
                .filter(one -> one.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .orElse(MigrationVersion.fromVersion("0"));
        applied.filter(version -> version.compareTo(known) > 0).ifPresent(version -> {
            throw new StartRefused(
                    "the schema of %s is version %s, but this program knows versions up to %s: start the newer program that made it, or restore a backup from before that"
                            .formatted(settings.shownUrl(), version, known));
        });
    }

    private static RuntimeException refused(DatabaseSettings settings, FlywayException fault) {
        SQLException sql = sqlCause(fault);
        if (sql == null) {
            return fault.getMessage() != null && fault.getMessage().contains("non-empty schema")
                    ? new StartRefused(
                            "the database at %s holds tables of something else: name an empty database with --database-url"
                                    .formatted(settings.shownUrl()))
                    : fault;
        }
        String state = DatabaseFault.stateOf(sql);
        return new StartRefused(
                state.equals("42501")
                        ? "the user of %s may not create tables: let it own the database, or GRANT CREATE ON SCHEMA public to it"
                                .formatted(settings.shownUrl())
                        : "the schema of %s cannot be brought up to date (SQLState %s): look into its server log; nothing of the step was kept"
                                .formatted(settings.shownUrl(), state));
    }

    private static @Nullable SQLException sqlCause(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
