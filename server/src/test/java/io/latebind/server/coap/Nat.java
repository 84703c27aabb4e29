package io.latebind.server.coap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Stands between one client and the server: may take another outer address in the middle of everything, be slow, or lose answers. */
public final class Nat implements AutoCloseable {
    private final DatagramSocket inner;
    private final InetSocketAddress server;
    private volatile DatagramSocket outer;
    private volatile SocketAddress client = new InetSocketAddress(0);
    private Thread inbound = Thread.currentThread();
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean losing;
    private final AtomicInteger lost = new AtomicInteger();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("nat-later").factory());

    public Nat(InetSocketAddress server) throws IOException {
        this.server = server;
        inner = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        outer = opened(0);
        Thread.ofPlatform().daemon().name("nat-out").start(() -> relay(inner));
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) inner.getLocalSocketAddress();
    }

    public void rebind() throws IOException {
        rebind(0);
    }

    /**
     * Takes a port that perhaps another client had before.
     *
     * @return the port that is free now
     */
    public int rebind(int port) throws IOException {
        DatagramSocket old = outer;
        Thread itsReader = inbound;
        int freed = old.getLocalPort();
        outer = opened(port);
        old.close();
        try {
            // its port is free once nobody reads from it any more
            itsReader.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return freed;
    }

    /** From now on every datagram takes that long, in both directions. */
    public void delay(Duration duration) {
        delay = duration;
    }

    /** Whether nothing of what the server sends comes through. */
    public void loseAnswers(boolean whether) {
        losing = whether;
    }

    /** Answers that were lost. */
    public int lost() {
        return lost.get();
    }

    private DatagramSocket opened(int port) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        inbound = Thread.ofPlatform().daemon().name("nat-in").start(() -> relay(socket));
        return socket;
    }

    private void relay(DatagramSocket from) {
        byte[] buffer = new byte[65_535];
        while (!from.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                from.receive(packet);
                byte[] content = Arrays.copyOf(packet.getData(), packet.getLength());
                if (from.equals(inner)) {
                    client = packet.getSocketAddress();
                    send(() -> outer, new DatagramPacket(content, content.length, server));
                } else if (losing) {
                    lost.incrementAndGet();
                } else {
                    send(() -> inner, new DatagramPacket(content, content.length, client));
                }
            } catch (IOException closed) {
                // this side is over; the loop looks whether it is
            }
        }
    }

    private void send(Supplier<DatagramSocket> through, DatagramPacket packet) {
        var _ = later.schedule(
                () -> {
                    through.get().send(packet);
                    return true;
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        later.shutdownNow();
        inner.close();
        outer.close();
    }
}
