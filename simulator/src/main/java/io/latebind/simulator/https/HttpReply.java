package io.latebind.simulator.https;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One HTTP/1.1 answer (RFC 9112) on a connection that is closed after it. */
record HttpReply(int status, byte[] body) {
    /** Longest line and most header lines that a device reads. */
    private static final int MAX_LINE = 8192;

    private static final int MAX_HEADERS = 100;
    private static final int CHUNKED = -2;
    private static final int UNTIL_CLOSE = -1;

    /**
     * @param maxBody a longer body is cut one byte behind this length
     * @throws ProtocolException when it is not HTTP
     * @throws IOException when the connection breaks
     */
    static HttpReply read(InputStream in, int maxBody) throws IOException {
        String[] statusLine = line(in).split(" ", 3);
        if (statusLine.length < 2 || !statusLine[0].startsWith("HTTP/1.") || !statusLine[1].matches("[1-5][0-9]{2}")) {
            throw new ProtocolException("the answer is not HTTP");
        }
        int status = Integer.parseInt(statusLine[1]);
        int length = bodyLength(in);
        if (status == 204 || status == 304 || status < 200) {
            return new HttpReply(status, new byte[0]);
        }
        byte[] body = switch (length) {
            case CHUNKED -> chunks(in, maxBody);
            case UNTIL_CLOSE -> in.readNBytes(maxBody + 1);
            default -> exactly(in, Math.min(length, maxBody + 1));
        };
        return new HttpReply(status, body);
    }

    private static int bodyLength(InputStream in) throws IOException {
        int length = UNTIL_CLOSE;
        for (int i = 0; i < MAX_HEADERS; i++) {
            String header = line(in);
            if (header.isEmpty()) {
                return length;
            }
            String lower = header.toLowerCase(Locale.ROOT);
            String value = lower.substring(lower.indexOf(':') + 1).strip();
            if (lower.startsWith("content-length:")) {
                length = number(value, 10);
            } else if (lower.startsWith("transfer-encoding:") && value.equals("chunked")) {
                return skipHeaders(in, i);
            }
        }
        throw new ProtocolException("more than " + MAX_HEADERS + " header lines");
    }

    private static int skipHeaders(InputStream in, int read) throws IOException {
        for (int i = read; i < MAX_HEADERS; i++) {
            if (line(in).isEmpty()) {
                return CHUNKED;
            }
        }
        throw new ProtocolException("more than " + MAX_HEADERS + " header lines");
    }

    private static byte[] chunks(InputStream in, int maxBody) throws IOException {
        var body = new ByteArrayOutputStream();
        while (body.size() <= maxBody) {
            String size = line(in);
            int end = size.indexOf(';');
            int length = number(end < 0 ? size : size.substring(0, end), 16);
            if (length == 0) {
                break;
            }
            body.writeBytes(exactly(in, Math.min(length, maxBody + 1)));
            line(in);
        }
        return body.toByteArray();
    }

    private static int number(String text, int radix) throws ProtocolException {
        try {
            return Integer.parseUnsignedInt(text.strip(), radix) & Integer.MAX_VALUE;
        } catch (NumberFormatException notNumber) {
            throw new ProtocolException("a length in the answer is not a number");
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("closed after " + body.length + " of " + length + " bytes");
        }
        return body;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("closed before the answer was complete");
            }
            if (line.size() == MAX_LINE) {
                throw new ProtocolException("a header line of more than " + MAX_LINE + " bytes");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
