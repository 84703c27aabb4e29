package io.latebind.server;

import io.latebind.server.kernel.StartRefused;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, to be closed once and in reverse. */
final class ShutdownOrder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShutdownOrder.class);

    private final Deque<Part> parts = new ArrayDeque<>();
    private boolean closed;

    private record Part(String name, AutoCloseable part) {}

    /** @throws StartRefused when everything was closed while this part was being opened; the part is closed as well */
    synchronized <T extends AutoCloseable> T add(String name, T part) {
        parts.push(new Part(name, part));
        if (closed) {
            close();
            throw new StartRefused("The service was told to stop while it was starting.");
        }
        return part;
    }

    /** A part that fails to close is logged and does not keep the others open. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!parts.isEmpty()) {
            Part next = parts.pop();
            try {
                next.part().close();
            } catch (Exception failed) {
                LOG.warn("{} was not closed in order", next.name(), failed);
            }
        }
    }
}
