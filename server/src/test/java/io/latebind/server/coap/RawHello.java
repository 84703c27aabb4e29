package io.latebind.server.coap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Says the first words of a handshake, byte by byte, and never goes on (RFC 6347, 4.2). */
final class RawHello implements AutoCloseable {
    static final int HELLO_VERIFY_REQUEST = 22 << 8 | 3;
    static final int SERVER_HELLO = 22 << 8 | 2;
    static final int FATAL_ALERT = 21 << 8 | 2;

    private static final int RECORD_HEADER = 13;
    private static final int HANDSHAKE_HEADER = 12;
    private static final int ANSWER_WITHIN_MILLIS = 2_000;
    /** ECDHE-ECDSA with CCM-8, with GCM. */
    private static final String SUITES = "c0aec02b";

    /** No compression; groups, point formats and signatures of P-256. */
    private static final String BEHIND_THE_SUITES =
            "0100" + "0016" + "000a00040002" + "0017" + "000b00020100" + "000d00040002" + "0403";

    private final DatagramSocket socket;
    private final byte[] behindTheCookie;

    /** @param from an address of this machine: 127.0.0.2 is another one than 127.0.0.1 */
    RawHello(String from, InetSocketAddress server) throws IOException {
        this(from, server, SUITES);
    }

    /** @param suites two, in hex */
    RawHello(String from, InetSocketAddress server, String suites) throws IOException {
        behindTheCookie = HexFormat.of().parseHex("0004" + suites + BEHIND_THE_SUITES);
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(server);
        socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
    }

    void send(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length));
    }

    void sendHello(int number, byte[] session, byte[] cookie) throws IOException {
        send(hello(number, session, cookie));
    }

    byte[] hello(int number, byte[] session, byte[] cookie) {
        int body = 2 + 32 + 1 + session.length + 1 + cookie.length + behindTheCookie.length;
        ByteBuffer whole = ByteBuffer.allocate(RECORD_HEADER + HANDSHAKE_HEADER + body);
        whole.put((byte) 22).putShort((short) 0xfefd).putLong(number).putShort((short) (HANDSHAKE_HEADER + body));
        whole.put((byte) 1).put((byte) 0).putShort((short) body).putShort((short) number);
        whole.put((byte) 0).putShort((short) 0).put((byte) 0).putShort((short) body);
        whole.putShort((short) 0xfefd).put(new byte[32]);
        whole.put((byte) session.length).put(session).put((byte) cookie.length).put(cookie);
        return whole.put(behindTheCookie).array();
    }

    /** What comes: the type of its record, and of its message or alert; empty when nothing does. */
    Optional<Integer> answer() throws IOException {
        return datagram().map(bytes -> bytes[0] << 8 | bytes[RECORD_HEADER]);
    }

    private Optional<byte[]> datagram() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            socket.receive(packet);
            return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
        } catch (SocketTimeoutException none) {
            return Optional.empty();
        }
    }

    /** As far as the server's flight, which nobody answers; empty when it does not come. */
    Optional<Integer> half() throws IOException {
        sendHello(0, new byte[0], new byte[0]);
        Optional<byte[]> verify = datagram();
        if (verify.isEmpty()) {
            return Optional.empty();
        }
        byte[] message = verify.get();
        int at = RECORD_HEADER + HANDSHAKE_HEADER + 2;
        sendHello(1, new byte[0], Arrays.copyOfRange(message, at + 1, at + 1 + message[at]));
        return answer();
    }

    @Override
    public void close() {
        socket.close();
    }
}
