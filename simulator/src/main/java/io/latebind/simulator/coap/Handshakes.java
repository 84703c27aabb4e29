package io.latebind.simulator.coap;

import io.latebind.simulator.client.TrafficFigure;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.californium.scandium.dtls.DTLSContext;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.ResumingClientHandshaker;
import org.eclipse.californium.scandium.dtls.SessionListener;

/** Counts the handshakes of each device. */
final class Handshakes implements SessionListener {
    private final ConcurrentMap<InetSocketAddress, DeviceSocket> sockets;

    /** @param sockets by the made-up addresses of their devices */
    Handshakes(ConcurrentMap<InetSocketAddress, DeviceSocket> sockets) {
        this.sockets = sockets;
    }

    private Optional<DeviceSocket> socket(Handshaker handshaker) {
        return Optional.ofNullable(handshaker.getPeerAddress()).map(sockets::get);
    }

    @Override
    public void handshakeStarted(Handshaker handshaker) {
        socket(handshaker).ifPresent(socket -> socket.handshaking(true));
    }

    @Override
    public void contextEstablished(Handshaker handshaker, DTLSContext context) {
        // a resumed session is taken for whole only when the service has said something in it
    }

    @Override
    public void handshakeCompleted(Handshaker handshaker) {
        boolean resumed = handshaker instanceof ResumingClientHandshaker resuming && !resuming.isFullHandshake();
        socket(handshaker).ifPresent(socket -> {
            socket.handshaking(false);
            socket.meter().count(resumed ? TrafficFigure.RESUMED_HANDSHAKES : TrafficFigure.FULL_HANDSHAKES);
        });
    }

    @Override
    public void handshakeFailed(Handshaker handshaker, Throwable error) {
        socket(handshaker).ifPresent(socket -> {
            socket.handshaking(false);
            socket.meter().count(TrafficFigure.FAILED_HANDSHAKES);
        });
    }

    @Override
    public void handshakeFlightRetransmitted(Handshaker handshaker, int flight) {
        socket(handshaker).ifPresent(socket -> socket.meter().count(TrafficFigure.FLIGHT_RETRANSMISSIONS));
    }
}
