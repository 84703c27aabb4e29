package io.latebind.simulator.coap;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the sockets of all devices on one thread. */
final class UdpSelector implements AutoCloseable {
    /** Where datagrams of one socket go. Called on the selector's thread: must not block. */
    interface Receiver {
        void received(byte[] datagram);

        /** Nobody listens at the other end. */
        void unreachable();
    }

    private record Opened(DatagramChannel channel, Receiver receiver) {}

    private static final Logger LOG = LoggerFactory.getLogger(UdpSelector.class);
    private static final int LARGEST_DATAGRAM = 65_535;

    private final Selector selector;
    private final Queue<Opened> opened = new ConcurrentLinkedQueue<>();

    UdpSelector() throws IOException {
        selector = Selector.open();
        Thread.ofPlatform().daemon().name("coap-sockets").start(this::run);
    }

    /**
     * A new socket with a port that the system chooses.
     *
     * @throws IOException when there are too many
     */
    DatagramChannel open(InetSocketAddress service, Receiver receiver) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.connect(service);
        } catch (IOException | RuntimeException unusable) {
            channel.close();
            throw unusable;
        }
        opened.add(new Opened(channel, receiver));
        selector.wakeup();
        return channel;
    }

    /** Its port is free again soon. */
    void close(DatagramChannel channel) {
        closeQuietly(channel);
        // a selector holds what was closed until it looks again
        selector.wakeup();
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
        try {
            while (selector.isOpen()) {
                for (Opened next = opened.poll(); next != null; next = opened.poll()) {
                    register(next);
                }
                selector.select(key -> read(key, buffer));
            }
        } catch (ClosedSelectorException closed) {
            LOG.debug("no device needs a socket any more");
        } catch (IOException broken) {
            LOG.error("the sockets of the simulated devices cannot be read any more", broken);
        }
    }

    private void register(Opened one) {
        try {
            one.channel().register(selector, SelectionKey.OP_READ, one.receiver());
        } catch (ClosedChannelException already) {
            LOG.trace("a socket was closed before anything came");
        }
    }

    private static void read(SelectionKey key, ByteBuffer buffer) {
        Receiver receiver = (Receiver) key.attachment();
        try {
            DatagramChannel channel = (DatagramChannel) key.channel();
            buffer.clear();
            while (channel.read(buffer) > 0) {
                byte[] datagram = new byte[buffer.flip().remaining()];
                buffer.get(datagram);
                buffer.clear();
                receiver.received(datagram);
            }
        } catch (PortUnreachableException nobody) {
            receiver.unreachable();
        } catch (IOException closed) {
            key.cancel();
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException gone) {
            LOG.debug("the selector could not be closed", gone);
        }
        opened.forEach(one -> closeQuietly(one.channel()));
    }

    private static void closeQuietly(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            LOG.debug("a socket could not be closed", gone);
        }
    }
}
