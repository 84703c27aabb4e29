package io.latebind.simulator.coap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.ResumptionSupportingConnectionStore;

/**
 * The DTLS of all devices. It takes each device for a peer of its own, by a made-up address; what it sends there goes out of that
 * device's socket, and what that socket receives comes from there.
 */
final class DeviceSideConnector extends DTLSConnector {
    private final ResumptionSupportingConnectionStore sessions;
    private final ConcurrentMap<InetSocketAddress, DeviceSocket> sockets;

    /** @param sockets by the made-up addresses of their devices */
    DeviceSideConnector(DtlsConnectorConfig config, ConcurrentMap<InetSocketAddress, DeviceSocket> sockets) {
        this(config, createConnectionStore(config), sockets);
    }

    private DeviceSideConnector(
            DtlsConnectorConfig config,
            ResumptionSupportingConnectionStore sessions,
            ConcurrentMap<InetSocketAddress, DeviceSocket> sockets) {
        super(config, sessions);
        this.sessions = sessions;
        this.sockets = sockets;
    }

    /** From now on datagrams go between this made-up address and this socket. */
    void attach(InetSocketAddress madeUp, DeviceSocket socket) {
        sockets.put(madeUp, socket);
    }

    /** Forgets the address and its session; the service is not told. */
    void forget(InetSocketAddress madeUp) {
        sockets.remove(madeUp);
        Connection connection = sessions.get(madeUp);
        if (connection != null) {
            sessions.remove(connection, true);
        }
    }

    void received(InetSocketAddress madeUp, byte[] datagram) {
        processDatagram(new DatagramPacket(datagram, datagram.length, madeUp));
    }

    @Override
    protected void sendNextDatagramOverNetwork(DatagramPacket packet) throws IOException {
        DeviceSocket socket = sockets.get((InetSocketAddress) packet.getSocketAddress());
        if (socket == null) {
            throw new IOException("the device has forgotten this session");
        }
        int offset = packet.getOffset();
        socket.send(Arrays.copyOfRange(packet.getData(), offset, offset + packet.getLength()));
    }
}
