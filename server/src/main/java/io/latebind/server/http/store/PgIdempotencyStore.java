package io.latebind.server.http.store;

import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.IdempotencyKey;
import io.latebind.server.http.IdempotencyStore;
import io.latebind.server.http.StoredAnswer;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.Tx;
import io.latebind.server.postgres.PgTx;
import io.latebind.server.postgres.SqlValues;
import io.latebind.server.secrecy.SecretCipher;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers in PostgreSQL, encrypted as a whole: some hold secrets that are shown once, and the digest of a request that held a short
 * secret would let it be guessed.
 */
public final class PgIdempotencyStore implements IdempotencyStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Held until the transaction has ended and its changes can be seen; the name keeps clear of other locks. */
    private static final String TAKE = """
            SELECT pg_try_advisory_xact_lock(hashtextextended('idempotency_key ' || ? || ' ' || ?, 0))
            """;

    private static final String FIND = """
            SELECT answer FROM idempotency_key WHERE member_id = ? AND key = ? AND created_at > ?
            """;

    private static final String STORE = """
            INSERT INTO idempotency_key (member_id, key, created_at, answer) VALUES (?, ?, ?, ?)
            ON CONFLICT (member_id, key) DO UPDATE SET created_at = EXCLUDED.created_at, answer = EXCLUDED.answer
            """;

    private static final String REMOVE = "DELETE FROM idempotency_key WHERE created_at <= ?";

    private final SecretCipher cipher;

    public PgIdempotencyStore(SecretCipher cipher) {
        this.cipher = cipher;
    }

    private record Written(byte[] request, int status, Map<String, String> headers, byte[] body) {}

    @Override
    public boolean take(Tx tx, IdempotencyKey key) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(TAKE)) {
                query.setString(1, key.member().toString());
                query.setString(2, key.text());
                try (ResultSet row = query.executeQuery()) {
                    return row.next() && row.getBoolean(1);
                }
            }
        });
    }

    @Override
    public Optional<StoredAnswer> find(Tx tx, IdempotencyKey key, Instant since) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(FIND)) {
                query.setObject(1, key.member().value());
                query.setString(2, key.text());
                query.setObject(3, SqlValues.timestamp(since));
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.of(opened(key, row.getBytes(1))) : Optional.empty();
                }
            }
        });
    }

    @Override
    public void store(Tx tx, IdempotencyKey key, StoredAnswer answer, Instant now) {
        byte[] sealed = sealed(key, answer);
        PgTx.of(tx).run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(STORE)) {
                insert.setObject(1, key.member().value());
                insert.setString(2, key.text());
                insert.setObject(3, SqlValues.timestamp(now));
                insert.setBytes(4, sealed);
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public int removeBefore(Tx tx, Instant end) {
        return PgTx.of(tx).run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(REMOVE)) {
                delete.setObject(1, SqlValues.timestamp(end));
                return delete.executeUpdate();
            }
        });
    }

    private byte[] sealed(IdempotencyKey key, StoredAnswer stored) {
        HttpAnswer answer = stored.answer();
        String text = JSON.writeValueAsString(
                new Written(stored.request(), answer.status(), answer.headers(), answer.body()));
        return cipher.encrypt(new Secret(text), place(key));
    }

    private StoredAnswer opened(IdempotencyKey key, byte[] sealed) {
        Written written = JSON.readValue(cipher.decrypt(sealed, place(key)).reveal(), Written.class);
        return new StoredAnswer(
                written.request(),
                new HttpAnswer(written.status(), written.headers(), written.body(), Optional.empty()));
    }

    private static byte[] place(IdempotencyKey key) {
        return ("idempotency_key " + key.member() + " " + key.text()).getBytes(StandardCharsets.UTF_8);
    }
}
