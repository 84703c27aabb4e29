package io.latebind.simulator.coap;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.client.TrafficFigure;
import io.latebind.simulator.client.TrafficMeter;
import io.latebind.simulator.network.DeviceChances;
import io.latebind.simulator.network.Lane;
import io.latebind.simulator.network.NetworkFaults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The UDP socket of one device, in its bad network. From any thread. */
final class DeviceSocket implements UdpSelector.Receiver {
    /** What all devices have in common. */
    record Network(
            UdpSelector selector, InetSocketAddress service, NetworkFaults faults, ScheduledExecutorService timer) {}

    private static final Logger LOG = LoggerFactory.getLogger(DeviceSocket.class);

    /** Content types of DTLS records with application data, without and with a connection id (RFC 6347, RFC 9146). */
    private static final int APPLICATION_DATA = 23;

    private static final int WITH_CONNECTION_ID = 25;

    private final Network network;
    private final DeviceChances chances;
    private final TrafficMeter meter;
    private final UdpSelector.Receiver device;
    private final Lane up;
    private final Lane down;
    private volatile boolean handshaking;
    private @Nullable DatagramChannel channel;

    /** @param device takes what came through the network */
    DeviceSocket(
            Network network, DeviceUuid uuid, DeviceChances chances, TrafficMeter meter, UdpSelector.Receiver device) {
        this.network = network;
        this.chances = chances;
        this.meter = meter;
        this.device = device;
        this.up = new Lane(network.faults(), uuid, "up", meter, network.timer(), this::transmit);
        this.down = new Lane(network.faults(), uuid, "down", meter, network.timer(), this::arrived);
    }

    TrafficMeter meter() {
        return meter;
    }

    /** The address does not change in the middle of a handshake: no connection id is agreed on yet, there would be no way on. */
    void handshaking(boolean now) {
        handshaking = now;
    }

    boolean isHandshaking() {
        return handshaking;
    }

    /** @throws IOException when the system gives no socket */
    void send(byte[] datagram) throws IOException {
        meter.count(TrafficFigure.DATAGRAMS_SENT);
        meter.count(TrafficFigure.BYTES_SENT, datagram.length);
        if (!handshaking && holdsCoap(datagram) && chances.rebinds()) {
            meter.count(TrafficFigure.REBINDINGS);
            close();
        }
        open();
        up.carry(datagram);
    }

    private static boolean holdsCoap(byte[] datagram) {
        return datagram[0] == APPLICATION_DATA || datagram[0] == WITH_CONNECTION_ID;
    }

    private synchronized void open() throws IOException {
        if (channel == null) {
            channel = network.selector().open(network.service(), this);
        }
    }

    private synchronized @Nullable DatagramChannel current() {
        return channel;
    }

    /** Puts it on the wire, from the address that the device has now. */
    private void transmit(byte[] datagram) {
        DatagramChannel now = current();
        if (now == null) {
            return;
        }
        try {
            now.write(ByteBuffer.wrap(datagram));
        } catch (PortUnreachableException nobody) {
            device.unreachable();
        } catch (ClosedChannelException rebound) {
            LOG.trace("the address changed while a datagram was on its way");
        } catch (IOException lost) {
            LOG.debug("a datagram was lost", lost);
        }
    }

    @Override
    public void received(byte[] datagram) {
        down.carry(datagram);
    }

    private void arrived(byte[] datagram) {
        meter.count(TrafficFigure.DATAGRAMS_RECEIVED);
        meter.count(TrafficFigure.BYTES_RECEIVED, datagram.length);
        device.received(datagram);
    }

    @Override
    public void unreachable() {
        device.unreachable();
    }

    /** The next datagram goes out of a new socket, from another port. */
    synchronized void close() {
        if (channel != null) {
            network.selector().close(channel);
            channel = null;
        }
    }
}
