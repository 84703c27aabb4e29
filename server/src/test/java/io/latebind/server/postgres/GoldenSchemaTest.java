package io.latebind.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/**
 * A change of the schema is seen in review as a change of {@code schema.golden.txt}. To write it anew after a migration was
 * added: {@code mvn -pl server -am test -Dtest=GoldenSchemaTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dlatebind.golden.write=true}, then read the difference.
 */
class GoldenSchemaTest {
    private static final Path GOLDEN = Path.of("src/test/resources/schema.golden.txt");

    @Test
    void theMigrationsMakeTheSchemaThatIsWrittenDown() throws IOException, SQLException {
        String schema;
        try (TestDatabase database = TestDatabase.create();
                Connection connection = database.dataSource().getConnection()) {
            schema = SchemaText.of(connection);
        }
        if (Boolean.getBoolean("latebind.golden.write")) {
            Files.writeString(GOLDEN, schema);
        }
        assertThat(schema).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void theTextShowsColumnsConstraintsIndexesAndPartitions() throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                Connection connection = database.dataSource().getConnection()) {
            database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
            database.execute("CREATE TABLE b (id int PRIMARY KEY, word text NOT NULL DEFAULT 'x' CHECK (word <> ''))");
            database.execute("CREATE INDEX b_word ON b (word) WHERE id > 3");
            database.execute("CREATE TABLE a (at timestamptz NOT NULL, b int REFERENCES b) PARTITION BY RANGE (at)");
            database.execute("CREATE TABLE a_rest PARTITION OF a DEFAULT");
            assertThat(SchemaText.of(connection)).isEqualTo("""
                            table a partition by RANGE (at)
                              column at timestamp with time zone not null
                              column b integer
                              constraint a_b_fkey FOREIGN KEY (b) REFERENCES b(id)
                            table a_rest partition of a DEFAULT
                            table b
                              column id integer not null
                              column word text not null default 'x'::text
                              constraint b_pkey PRIMARY KEY (id)
                              constraint b_word_check CHECK ((word <> ''::text))
                              index CREATE INDEX b_word ON public.b USING btree (word) WHERE (id > 3)
                              index CREATE UNIQUE INDEX b_pkey ON public.b USING btree (id)
                            """);
        }
    }
}
