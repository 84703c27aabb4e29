package io.latebind.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JoiningTransactorTest {
    private final TestDatabase database = TestDatabase.create();
    private final Transactor plain = database.transactor();
    private final JoiningTransactor joining = new JoiningTransactor(plain);

    @BeforeEach
    void makeTable() {
        database.execute("CREATE TABLE note (text text PRIMARY KEY)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private static int note(Tx tx, String text) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO note VALUES (?)")) {
                insert.setString(1, text);
                return insert.executeUpdate();
            }
        });
    }

    private static String notes(Tx tx) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                            "SELECT coalesce(string_agg(text, ' ' ORDER BY text), '') FROM note");
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        });
    }

    private String committed() {
        return plain.inTransaction(JoiningTransactorTest::notes);
    }

    @Test
    void commitsEverythingTogether() {
        String seenWithin = joining.around(tx -> {
            note(tx, "around");
            joining.inTransaction(part -> note(part, "first"));
            joining.perStatement(part -> note(part, "second"));
            assertThat(committed()).as("seen by others").isEmpty();
            return joining.inTransaction(JoiningTransactorTest::notes);
        });
        assertThat(seenWithin).isEqualTo("around first second");
        assertThat(committed()).isEqualTo("around first second");
    }

    @Test
    void takesEverythingBackWhenTheWholeFails() {
        assertThatThrownBy(() -> joining.around(tx -> {
                    joining.inTransaction(part -> note(part, "first"));
                    throw new IllegalStateException("the answer cannot be stored");
                }))
                .hasMessage("the answer cannot be stored");
        assertThat(committed()).isEmpty();
    }

    @Test
    void takesBackWhatAFailedPartDidAndGoesOn() {
        joining.around(tx -> {
            joining.inTransaction(part -> note(part, "first"));
            assertThatThrownBy(() -> joining.inTransaction(part -> {
                        note(part, "half");
                        return note(part, "first");
                    }))
                    .isInstanceOf(DatabaseFault.class);
            return joining.inTransaction(part -> note(part, "second"));
        });
        assertThat(committed()).isEqualTo("first second");
    }

    @Test
    void letsOthersPassThrough() throws Exception {
        joining.inTransaction(tx -> note(tx, "alone"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            joining.around(tx -> {
                try {
                    return threads.submit(() -> joining.inTransaction(part -> note(part, "elsewhere")))
                            .get();
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                } finally {
                    assertThat(committed()).isEqualTo("alone elsewhere");
                }
            });
        }
    }

    @Test
    void runsTheWholeAgainAfterADeadlock() {
        int[] runs = {0};
        joining.around(tx -> {
            joining.inTransaction(part -> note(part, "run"));
            if (runs[0]++ == 0) {
                joining.inTransaction(part -> PgTx.of(part).run(connection -> {
                    try (PreparedStatement raise = connection.prepareStatement(
                            "DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$")) {
                        return raise.execute();
                    }
                }));
            }
            return true;
        });
        assertThat(runs[0]).isEqualTo(2);
        assertThat(committed()).isEqualTo("run");
    }
}
