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

    private final int mostOfAnAddress;
    private final InstantSource clock;
    /** When each began, the oldest first. */
    private final Map<InetAddress, Map<Handshaker, Instant>> underWay = new HashMap<>();

    HandshakeGate(Configuration settings, int mostOfAnAddress, InstantSource clock) {
        super(settings);
        this.mostOfAnAddress = mostOfAnAddress;
        this.clock = clock;
    }

    /** How many there are, of all addresses. */
    synchronized int underWay() {
        return underWay.values().stream().mapToInt(Map::size).sum();
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
                ends(from, completed);
            }

            @Override
            public void handshakeFailed(Handshaker failed, Throwable error) {
                ends(from, failed);
            }
        });
    }

    private synchronized void begins(InetAddress from, Handshaker handshaker) {
        underWay.computeIfAbsent(from, _ -> new LinkedHashMap<>()).put(handshaker, clock.instant());
    }

    private synchronized void ends(InetAddress from, Handshaker handshaker) {
        underWay.computeIfPresent(from, (_, its) -> {
            its.remove(handshaker);
            return its.isEmpty() ? null : its;
        });
    }

    private synchronized boolean full(InetAddress from) {
        Map<Handshaker, Instant> its = underWay.getOrDefault(from, Map.of());
        if (its.size() >= mostOfAnAddress) {
            Instant tooLongAgo = clock.instant().minus(LONGEST);
            its.values().removeIf(tooLongAgo::isAfter);
        }
        return its.size() >= mostOfAnAddress;
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
