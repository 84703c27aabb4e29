package io.latebind.server.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Sends chunks of one answer from a virtual thread, each when the one before was taken. */
final class ChunkSink implements AnswerStream.Sink {
    private static final long LOOK_EVERY_MILLIS = 250;

    private final HttpServerResponse response;
    private final Context eventLoop;
    private final Duration patience;
    private final AtomicBoolean draining;

    /** @param patience for the caller to take one chunk */
    ChunkSink(HttpServerResponse response, Context eventLoop, Duration patience, AtomicBoolean draining) {
        this.response = response;
        this.eventLoop = eventLoop;
        this.patience = patience;
        this.draining = draining;
    }

    @Override
    public void write(byte[] bytes) {
        if (!open()) {
            throw new AnswerStream.CallerGone();
        }
        await(() -> response.write(Buffer.buffer(bytes)));
    }

    @Override
    public boolean open() {
        return !response.closed() && !draining.get();
    }

    /** The last chunk: tells the caller that the answer is whole. */
    void end() {
        await(response::end);
    }

    private void await(Supplier<Future<Void>> step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        eventLoop.runOnContext(_ -> {
            if (response.closed()) {
                done.completeExceptionally(new AnswerStream.CallerGone());
            } else {
                step.get().onComplete(taken -> {
                    if (taken.succeeded()) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(taken.cause());
                    }
                });
            }
        });
        try {
            awaitTaken(done);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AnswerStream.CallerGone();
        } catch (ExecutionException | TimeoutException notTaken) {
            throw new AnswerStream.CallerGone();
        }
    }

    /** Looks now and then whether the service drains, so that a caller who has stopped reading does not hold that up. */
    private void awaitTaken(CompletableFuture<Void> done)
            throws InterruptedException, ExecutionException, TimeoutException {
        long leftMillis = patience.toMillis();
        while (true) {
            try {
                done.get(Math.min(leftMillis, LOOK_EVERY_MILLIS), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException notYet) {
                leftMillis -= LOOK_EVERY_MILLIS;
                if (leftMillis <= 0 || draining.get()) {
                    throw notYet;
                }
            }
        }
    }
}
