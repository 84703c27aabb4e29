package io.latebind.server.coap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;

/** Stands between one client and the server, and may take another outer address in the middle of everything. */
public final class Nat implements AutoCloseable {
    private final DatagramSocket inner;
    private final InetSocketAddress server;
    private volatile DatagramSocket outer;
    private volatile SocketAddress client = new InetSocketAddress(0);

    public Nat(InetSocketAddress server) throws IOException {
        this.server = server;
        inner = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        outer = opened();
        Thread.ofPlatform().daemon().name("nat-out").start(() -> relay(inner));
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) inner.getLocalSocketAddress();
    }

    public void rebind() throws IOException {
        DatagramSocket old = outer;
        outer = opened();
        old.close();
    }

    private DatagramSocket opened() throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofPlatform().daemon().name("nat-in").start(() -> relay(socket));
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
                    outer.send(new DatagramPacket(content, content.length, server));
                } else {
                    inner.send(new DatagramPacket(content, content.length, client));
                }
            } catch (IOException closed) {
                // this side is over; the loop looks whether it is
            }
        }
    }

    @Override
    public void close() {
        inner.close();
        outer.close();
    }
}
