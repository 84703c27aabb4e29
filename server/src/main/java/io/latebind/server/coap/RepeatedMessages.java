package io.latebind.server.coap;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.KeyMID;
import org.eclipse.californium.core.network.deduplication.Deduplicator;
import org.jspecify.annotations.Nullable;

/**
 * The latest exchanges, so that a repeated message is answered as it was (RFC 7252, 4.5). Californium's own have no limit for all peers
 * together, and whoever resumes its session is a new peer each time.
 */
final class RepeatedMessages implements Deduplicator {
    /** @param bytes of its request */
    private record Remembered(Exchange exchange, long sinceMillis, int bytes) {}

    private final int mostOfAPeer;
    private final int most;
    private final int mostBytes;
    private final long lifetimeMillis;
    private final InstantSource clock;
    /** The oldest first. */
    private final Map<KeyMID, Remembered> remembered = new LinkedHashMap<>();

    private final Map<Object, Deque<KeyMID>> ofPeers = new HashMap<>();

    private int heldBytes;

    /**
     * @param mostBytes of all requests: a record of DTLS holds up to 16 KiB, and whoever sends such ones must not fill the memory
     * @param lifetime after which a message with the same id is another one (RFC 7252, 4.8.2)
     */
    RepeatedMessages(int mostOfAPeer, int most, int mostBytes, Duration lifetime, InstantSource clock) {
        this.mostOfAPeer = mostOfAPeer;
        this.most = most;
        this.mostBytes = mostBytes;
        this.lifetimeMillis = lifetime.toMillis();
        this.clock = clock;
    }

    @Override
    public synchronized @Nullable Exchange findPrevious(KeyMID key, Exchange exchange) {
        long now = clock.millis();
        forgetOutdated(now);
        Remembered previous = remembered.get(key);
        if (previous != null && previous.exchange().getOrigin() == exchange.getOrigin()) {
            return previous.exchange();
        }
        add(key, exchange, now);
        return null;
    }

    @Override
    public synchronized boolean replacePrevious(KeyMID key, Exchange previous, Exchange exchange) {
        Remembered found = remembered.get(key);
        if (found != null && !found.exchange().equals(previous)) {
            return false;
        }
        add(key, exchange, clock.millis());
        return true;
    }

    @Override
    public synchronized @Nullable Exchange find(KeyMID key) {
        Remembered found = remembered.get(key);
        return found == null ? null : found.exchange();
    }

    private void add(KeyMID key, Exchange exchange, long now) {
        forget(key);
        byte[] message = exchange.getRequest().getBytes();
        Remembered latest = new Remembered(exchange, now, message == null ? 0 : message.length);
        remembered.put(key, latest);
        heldBytes += latest.bytes();
        Deque<KeyMID> ofPeer = ofPeers.computeIfAbsent(key.getPeer(), _ -> new ArrayDeque<>());
        ofPeer.add(key);
        if (ofPeer.size() > mostOfAPeer) {
            forget(ofPeer.getFirst());
        }
        while (remembered.size() > most || heldBytes > mostBytes) {
            forget(remembered.keySet().iterator().next());
        }
    }

    private void forgetOutdated(long now) {
        while (!remembered.isEmpty()
                && now - remembered.values().iterator().next().sinceMillis() >= lifetimeMillis) {
            forget(remembered.keySet().iterator().next());
        }
    }

    private void forget(KeyMID key) {
        Remembered gone = remembered.remove(key);
        if (gone != null) {
            heldBytes -= gone.bytes();
            ofPeers.computeIfPresent(key.getPeer(), (_, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
            });
        }
    }

    @Override
    public synchronized boolean isEmpty() {
        return remembered.isEmpty();
    }

    @Override
    public synchronized int size() {
        return remembered.size();
    }

    /** How many bytes the requests have now. */
    synchronized int heldBytes() {
        return heldBytes;
    }

    @Override
    public synchronized void clear() {
        remembered.clear();
        ofPeers.clear();
        heldBytes = 0;
    }

    /** What is too old goes when something new comes. */
    @Override
    public void start() {}

    @Override
    public void stop() {
        clear();
    }

    @Override
    public void setExecutor(ScheduledExecutorService executor) {}
}
