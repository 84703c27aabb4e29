package io.latebind.server.http;

import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.Optional;

/** Keeps the answers of requests that carried an Idempotency-Key. */
public interface IdempotencyStore {
    /** Takes hold of the key until the transaction ends; never waits. False when another transaction has it. */
    boolean take(Tx tx, IdempotencyKey key);

    /** What was stored for the key, not before {@code since}. */
    Optional<StoredAnswer> find(Tx tx, IdempotencyKey key, Instant since);

    /** Takes the place of one that is too old to be found. */
    void store(Tx tx, IdempotencyKey key, StoredAnswer answer, Instant now);

    /** Removes what was stored before {@code end}. The answer is how many there were. */
    int removeBefore(Tx tx, Instant end);
}
