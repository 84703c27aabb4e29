package io.latebind.server.coap;

import java.net.DatagramPacket;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DtlsDatagramFilter;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.SessionAdapter;

/**
 * Lets one address have only so many handshakes under way. Cookies keep those out that cannot be answered; whoever can, but never goes on,
 * could take all places of sessions, each for a minute. Safe for use by many threads.
 */
final class HandshakeGate extends DtlsDatagramFilter {
    /** Of a record: type, version, epoch, number, length (RFC 6347, 4.1). */
    private static final int RECORD_HEADER_BYTES = 13;

    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;

    /** Longer than the repetitions of all flights take: what has not ended by then was not told, and must not count for ever. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private record Begun(InetAddress from, Instant at) {}

    private final int mostOfAnAddress;
    private final int most;
    private final InstantSource clock;
    /** Of all addresses, the oldest first. */
    private final Map<Object, Begun> underWay = new LinkedHashMap<>();

    private final Map<InetAddress, Integer> ofAddresses = new HashMap<>();

    /** @param most of all addresses: as many as there can be sessions; of one more, nobody told that the oldest has ended */
    HandshakeGate(Configuration settings, int mostOfAnAddress, int most, InstantSource clock) {
        super(settings);
        this.mostOfAnAddress = mostOfAnAddress;
        this.most = most;
        this.clock = clock;
    }

    /** How many there are, of all addresses. */
    synchronized int underWay() {
        return underWay.size();
    }

    /** Counts a handshake from its start to its end. */
    void watch(Handshaker handshaker) {
        InetAddress from = handshaker.getPeerAddress().getAddress();
        handshaker.addSessionListener(new SessionAdapter() {
            @Override
            public void handshakeStarted(Handshaker started) {
                begins(from, started);
            }

            @Override
            public void handshakeCompleted(Handshaker completed) {
                ends(completed);
            }

            @Override
            public void handshakeFailed(Handshaker failed, Throwable error) {
                ends(failed);
            }
        });
    }

    /** @param handshake stands for itself alone */
    synchronized void begins(InetAddress from, Object handshake) {
        Instant now = clock.instant();
        ends(handshake);
        forgetOutdated(now);
        underWay.put(handshake, new Begun(from, now));
        ofAddresses.merge(from, 1, Integer::sum);
        if (underWay.size() > most) {
            ends(underWay.keySet().iterator().next());
        }
    }

    /** Of one that is not under way, nothing is done. */
    synchronized void ends(Object handshake) {
        Begun ended = underWay.remove(handshake);
        if (ended != null) {
            ofAddresses.computeIfPresent(ended.from(), (_, count) -> count == 1 ? null : count - 1);
        }
    }

    private void forgetOutdated(Instant now) {
        Instant tooLongAgo = now.minus(LONGEST);
        while (!underWay.isEmpty()) {
            Map.Entry<Object, Begun> oldest = underWay.entrySet().iterator().next();
            if (!tooLongAgo.isAfter(oldest.getValue().at())) {
                return;
            }
            ends(oldest.getKey());
        }
    }

    private synchronized boolean full(InetAddress from) {
        forgetOutdated(clock.instant());
        return ofAddresses.getOrDefault(from, 0) >= mostOfAnAddress;
    }

    @Override
    public boolean onReceiving(DatagramPacket packet) {
        byte[] data = packet.getData();
        int at = packet.getOffset();
        boolean clientHello = packet.getLength() > RECORD_HEADER_BYTES
                && data[at] == HANDSHAKE
                && data[at + RECORD_HEADER_BYTES] == CLIENT_HELLO;
        return super.onReceiving(packet) && !(clientHello && full(packet.getAddress()));
    }
}
