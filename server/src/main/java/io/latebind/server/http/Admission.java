package io.latebind.server.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what a listener holds at a time, against its {@link HttpLimits}. Nobody waits here: what is too much is refused. */
final class Admission {
    private final HttpLimits limits;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong bufferedBytes = new AtomicLong();
    private final Semaphore requests;
    private final Semaphore streams;

    Admission(HttpLimits limits) {
        this.limits = limits;
        this.requests = new Semaphore(limits.requests());
        this.streams = new Semaphore(HttpLimits.STREAMS);
    }

    boolean admitConnection() {
        if (connections.incrementAndGet() > limits.connections()) {
            connections.decrementAndGet();
            return false;
        }
        return true;
    }

    void connectionClosed() {
        connections.decrementAndGet();
    }

    boolean admitBytes(int count) {
        if (bufferedBytes.addAndGet(count) > limits.bufferedBytes()) {
            bufferedBytes.addAndGet(-count);
            return false;
        }
        return true;
    }

    void bytesFreed(int count) {
        bufferedBytes.addAndGet(-count);
    }

    boolean admitRequest() {
        return requests.tryAcquire();
    }

    boolean admitStream() {
        return streams.tryAcquire();
    }

    void streamDone() {
        streams.release();
    }

    /** For as long as {@code patience}; no new one begins afterwards. */
    void awaitStreams(Duration patience) throws InterruptedException {
        var _ = streams.tryAcquire(HttpLimits.STREAMS, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    void requestDone() {
        requests.release();
    }
}
