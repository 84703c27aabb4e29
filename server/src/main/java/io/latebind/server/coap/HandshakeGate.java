package io.latebind.server.coap;

import java.net.DatagramPacket;
import java.net.InetAddress;
import java.util.HashMap;
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

    private final int mostOfAnAddress;
    private final Map<InetAddress, Integer> underWay = new HashMap<>();

    HandshakeGate(Configuration settings, int mostOfAnAddress) {
        super(settings);
        this.mostOfAnAddress = mostOfAnAddress;
    }

    /** How many there are, of all addresses. */
    synchronized int underWay() {
        return underWay.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Counts a handshake until its end. */
    void begins(Handshaker handshaker) {
        InetAddress from = handshaker.getPeerAddress().getAddress();
        change(from, 1);
        handshaker.addSessionListener(new SessionAdapter() {
            private boolean over;

            @Override
            public void handshakeCompleted(Handshaker completed) {
                ends();
            }

            @Override
            public void handshakeFailed(Handshaker failed, Throwable error) {
                ends();
            }

            private synchronized void ends() {
                if (!over) {
                    over = true;
                    change(from, -1);
                }
            }
        });
    }

    private synchronized void change(InetAddress address, int by) {
        int now = underWay.getOrDefault(address, 0) + by;
        if (now == 0) {
            underWay.remove(address);
        } else {
            underWay.put(address, now);
        }
    }

    private synchronized boolean full(InetAddress address) {
        return underWay.getOrDefault(address, 0) >= mostOfAnAddress;
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
