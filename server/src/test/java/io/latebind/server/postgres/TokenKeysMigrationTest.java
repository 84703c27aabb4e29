package io.latebind.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Claims that were made under a pin before V5 get the key that their token was signed with; others keep theirs. */
class TokenKeysMigrationTest {
    private static final String CLAIM = """
            INSERT INTO claimed_device (device_uuid, claim_id, team_id, claimed_by, claimer_role, claimed_at, device_type, firmware_id,
                candidate_keys, candidate_variants, tags, queue_status, attempts)
            SELECT '%s', gen_random_uuid(), id, gen_random_uuid(), 'OWNER', now(), 6, gen_random_uuid(), %s, '{}', 'READY', 0 FROM team
            """;

    private static String statement() throws IOException {
        try (InputStream in =
                TokenKeysMigrationTest.class.getResourceAsStream("/db/migration/V5__identity_registry.sql")) {
            assertThat(in).isNotNull();
            String migration = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return migration.substring(migration.indexOf("UPDATE claimed_device"));
        }
    }

    @Test
    void givesClaimsUnderAPinTheKeyOfTheirToken() throws IOException, SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            String pinned = "50503630-3637-422a-8034-1d0b0a0b0c01";
            String unproven = "50503630-3637-422a-8034-1d0b0a0b0c02";
            database.execute(
                    "INSERT INTO team (id, name, operating, created_at) VALUES (gen_random_uuid(), 't', true, now())");
            database.execute("INSERT INTO device VALUES ('" + pinned + "', 0, '\\x01', 2, now()), ('" + unproven
                    + "', 0, NULL, NULL, NULL)");
            database.execute(CLAIM.formatted(pinned, "'{}', '{}'"));
            database.execute(CLAIM.formatted(unproven, "ARRAY['\\x02'::bytea, '\\x03'], ARRAY[1::smallint, 3]"));
            database.execute(statement());
            try (Connection connection = database.dataSource().getConnection();
                    Statement query = connection.createStatement();
                    ResultSet row = query.executeQuery("SELECT candidate_keys::text, candidate_variants::text"
                            + " FROM claimed_device ORDER BY device_uuid")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("{\"\\\\x01\"}");
                assertThat(row.getString(2)).isEqualTo("{2}");
                row.next();
                assertThat(row.getString(2)).isEqualTo("{1,3}");
            }
        }
    }
}
