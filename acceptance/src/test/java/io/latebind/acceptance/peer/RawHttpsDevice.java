package io.latebind.acceptance.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The HTTPS client of the nRF Connect SDK, byte by byte: what {@code nrf_provisioning_http.c} puts into its headers, in the order of Zephyr's
 * {@code http_client.c}, which writes the head in pieces of 192 bytes and the body by itself. OpenSSL's {@code s_client} does the TLS.
 */
final class RawHttpsDevice {
    private static final int PIECE_BYTES = 192;
    private static final String USER_AGENT = "User-Agent: Zephyr/3.7 (v3.7.99-ncs1 nrf9151dk)\r\n";

    private final int port;
    private final Path rootCertificate;
    private final String tlsVersion;

    /** @param tlsVersion as s_client's flag, {@code -tls1_2} */
    RawHttpsDevice(int port, Path rootCertificate, String tlsVersion) {
        this.port = port;
        this.rootCertificate = rootCertificate;
        this.tlsVersion = tlsVersion;
    }

    /** @param head all lines up to the empty one */
    record Answer(List<String> head, byte[] body) {}

    Answer fetch(String jwt) {
        return exchange(
                "GET /v1/provisioning/commands?after=&rxMaxSize=4096&txMaxSize=4096&mver=mfw_nrf91x1_2.0.2&cver=v3.0.0&limit=10"
                        + " HTTP/1.1\r\n"
                        + "Host: localhost\r\n"
                        + "Accept: application/cbor\r\n"
                        + "Authorization: Bearer " + jwt + "\r\n"
                        + "Content-Type: */*\r\n"
                        + USER_AGENT
                        + "Connection: close\r\n"
                        + "\r\n",
                new byte[0]);
    }

    Answer report(String jwt, byte[] responses) {
        return exchange(
                "POST /v1/provisioning/response HTTP/1.1\r\n"
                        + "Host: localhost\r\n"
                        + "Content-Type: application/cbor\r\n"
                        + "Accept: */*\r\n"
                        + "Authorization: Bearer " + jwt + "\r\n"
                        + USER_AGENT
                        + "Connection: close\r\n"
                        + "Content-Length: " + responses.length + "\r\n"
                        + "\r\n",
                responses);
    }

    /** One connection. It is the server that closes it; a server that does not would keep s_client waiting. */
    private Answer exchange(String head, byte[] body) {
        try {
            Process client = new ProcessBuilder(
                            "openssl",
                            "s_client",
                            "-quiet",
                            "-connect",
                            "localhost:" + port,
                            "-servername",
                            "localhost",
                            tlsVersion,
                            "-CAfile",
                            rootCertificate.toString(),
                            "-verify_hostname",
                            "localhost",
                            "-verify_return_error",
                            "-max_send_frag",
                            "512")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream request = client.getOutputStream()) {
                byte[] ascii = head.getBytes(StandardCharsets.US_ASCII);
                for (int sent = 0; sent < ascii.length; sent += PIECE_BYTES) {
                    request.write(ascii, sent, Math.min(PIECE_BYTES, ascii.length - sent));
                    request.flush();
                }
                request.write(body);
                request.flush();
                byte[] answer = client.getInputStream().readAllBytes();
                if (!client.waitFor(60, TimeUnit.SECONDS) || client.exitValue() != 0) {
                    throw new AssertionError("s_client ended with " + client.exitValue());
                }
                return parsed(answer);
            } finally {
                client.destroyForcibly();
            }
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stopped);
        }
    }

    private static Answer parsed(byte[] answer) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("no whole head of an answer: " + text);
        }
        return new Answer(text.substring(0, end).lines().toList(), Arrays.copyOfRange(answer, end + 4, answer.length));
    }
}
