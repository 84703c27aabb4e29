package io.latebind.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgTransactorTest {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private final Transactor transactor = DATABASE.transactor();

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @BeforeEach
    void emptyTable() {
        DATABASE.execute("DROP TABLE IF EXISTS thing");
        DATABASE.execute("CREATE TABLE thing (id int PRIMARY KEY, secret text NOT NULL)");
    }

    @Test
    void commitsWhenTheWorkReturns() {
        transactor.inTransaction(tx -> insert(tx, 1, "a"));
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void rollsBackWhenTheWorkThrows() {
        assertThatThrownBy(() -> transactor.inTransaction(tx -> {
                    insert(tx, 1, "a");
                    throw new IllegalStateException("bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(count()).isZero();
    }

    @Test
    void eachStatementCommitsByItselfPerStatement() {
        assertThatThrownBy(() -> transactor.perStatement(tx -> {
                    insert(tx, 1, "a");
                    throw new IllegalStateException("bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void runsReadCommittedAndLeavesTheConnectionAsItWas() {
        assertThat(transactor.<String>inTransaction(tx -> ask(tx, "SHOW transaction_isolation")))
                .isEqualTo("read committed");
        assertThat(transactor.<Boolean>perStatement(tx -> PgTx.of(tx).run(connection -> connection.getAutoCommit())))
                .isTrue();
    }

    @Test
    void aFaultNamesStateAndConstraintButNoValueAndNoStatement() {
        transactor.inTransaction(tx -> insert(tx, 1, "a"));
        assertThatThrownBy(() -> transactor.inTransaction(tx -> insert(tx, 1, "hush")))
                .isInstanceOf(DatabaseFault.class)
                .hasMessageContaining("23505")
                .hasMessageContaining("thing_pkey")
                .hasMessageNotContaining("hush")
                .hasMessageNotContaining("(1)")
                .hasNoCause();
        assertThatThrownBy(() -> transactor.inTransaction(tx -> ask(tx, "SELECT 'hush'::uuid")))
                .isInstanceOf(DatabaseFault.class)
                .hasMessageNotContaining("hush")
                .hasNoCause();
    }

    @Test
    void aSerializationFailureIsTriedAgainAFewTimes() {
        int[] tries = {0};
        assertThat(transactor.<Integer>inTransaction(tx -> {
                    tries[0]++;
                    return tries[0] < PgTransactor.MAX_TRIES ? raise(tx, "40001") : tries[0];
                }))
                .isEqualTo(PgTransactor.MAX_TRIES);
        int[] more = {0};
        assertThatThrownBy(() -> transactor.inTransaction(tx -> {
                    more[0]++;
                    return raise(tx, "40P01");
                }))
                .isInstanceOf(DatabaseFault.class);
        assertThat(more[0]).isEqualTo(PgTransactor.MAX_TRIES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "25006", "53100", "53200", "53300", "57P01", "57P02", "57P03", "58030"})
    void statesThatPassAreOutages(String state) {
        assertThatThrownBy(() -> transactor.inTransaction(tx -> raise(tx, state)))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining(state);
    }

    private static int raise(Tx tx, String state) {
        return PgTx.of(tx).run(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '" + state + "'; END $$");
                return 0;
            }
        });
    }

    private static int insert(Tx tx, int id, String secret) {
        return PgTx.of(tx).run(connection -> {
            try (var statement = connection.prepareStatement("INSERT INTO thing VALUES (?, ?)")) {
                statement.setInt(1, id);
                statement.setString(2, secret);
                return statement.executeUpdate();
            }
        });
    }

    private static String ask(Tx tx, String sql) {
        return PgTx.of(tx).run(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        });
    }

    private int count() {
        return Integer.parseInt(transactor.perStatement(tx -> ask(tx, "SELECT count(*) FROM thing")));
    }
}
