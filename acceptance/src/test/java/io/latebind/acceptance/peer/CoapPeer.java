package io.latebind.acceptance.peer;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/** A device made of libcoap, {@code src/test/c/coap-peer.c}: everything in one DTLS session. */
public final class CoapPeer implements AutoCloseable {
    private static final HexFormat HEX = HexFormat.of();

    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    private CoapPeer(Process process) {
        this.process = process;
        this.requests = process.outputWriter();
        this.answers = process.inputReader();
    }

    /**
     * @param code {@code 2.05}; {@code failed handshake} and the like when there is no answer
     * @param blocks how many messages it took
     */
    public record Answer(String code, int blocks, byte[] body) {}

    /** @param folder where the program is compiled into, if it is not there yet */
    public static CoapPeer connect(Libcoap build, Path folder, Path rootCertificate, String host, int port) {
        try {
            return new CoapPeer(new ProcessBuilder(
                            build.compiledPeer(folder).toString(),
                            rootCertificate.toString(),
                            host,
                            Integer.toString(port))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The path without a slash in front, the query without the question mark. */
    public Answer get(String path, String query, int blockBytes) {
        return exchange("get", path, query, blockBytes, new byte[0]);
    }

    public Answer post(String path, String query, int blockBytes, byte[] payload) {
        return exchange("post", path, query, blockBytes, payload);
    }

    private Answer exchange(String method, String path, String query, int blockBytes, byte[] payload) {
        try {
            requests.write(String.join(
                    " ",
                    method,
                    path,
                    query.isEmpty() ? "-" : query,
                    Integer.toString(blockBytes),
                    payload.length == 0 ? "-" : HEX.formatHex(payload)));
            requests.newLine();
            requests.flush();
            String line = answers.readLine();
            if (line == null) {
                throw new AssertionError("coap-peer ended with " + process.waitFor());
            }
            if (line.startsWith("failed ")) {
                return new Answer(line, 0, new byte[0]);
            }
            String[] words = line.split(" ", -1);
            return new Answer(
                    words[0], Integer.parseInt(words[1]), words[2].equals("-") ? new byte[0] : HEX.parseHex(words[2]));
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stopped);
        }
    }

    @Override
    public void close() {
        try {
            requests.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException ended) {
            process.destroyForcibly();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
