package io.latebind.cli.live;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;

/** Ends a connection that says nothing any more, or that has gone on for long enough: whoever reads from it gets an exception. */
final class Silence implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final InputStream stream;
    private final long silentMillis;
    private final long endMillis;
    private final InstantSource clock;
    private final Thread watch;
    private volatile long heardMillis;

    /** @param endMillis when to end it in any case */
    Silence(InputStream stream, Duration silent, long endMillis, InstantSource clock) {
        this.stream = stream;
        this.silentMillis = silent.toMillis();
        this.endMillis = endMillis;
        this.clock = clock;
        this.heardMillis = clock.millis();
        this.watch = Thread.ofVirtual().name("silence").start(this::watch);
    }

    void heard() {
        heardMillis = clock.millis();
    }

    private void watch() {
        try {
            while (clock.millis() - heardMillis < silentMillis && clock.millis() < endMillis) {
                Thread.sleep(BETWEEN_LOOKS);
            }
            stream.close();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (IOException alreadyBroken) {
            // the reader has noticed
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
