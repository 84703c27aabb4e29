package io.latebind.acceptance.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two builds of libcoap, which differ in the library that does the DTLS. */
public enum Libcoap {
    OPENSSL,
    GNUTLS;

    private static final Path SOURCE = Path.of("src/test/c/coap-peer.c").toAbsolutePath();
    private static final Pattern ANSWER = Pattern.compile("v:1 t:(?:ACK|CON|NON) c:(\\d\\.\\d\\d) ");

    private String library() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Compiles {@code coap-peer.c} against this build, into {@code folder}; once is enough. */
    Path compiledPeer(Path folder) {
        Path program = folder.resolve("coap-peer-" + library());
        if (!Files.exists(program)) {
            List<String> command = List.of(
                    "gcc",
                    "-std=c11",
                    "-D_DEFAULT_SOURCE",
                    "-Wall",
                    "-Wextra",
                    "-Werror",
                    "-o",
                    program.toString(),
                    SOURCE.toString(),
                    "-lcoap-3-" + library());
            try (RunningProgram gcc = RunningProgram.start(command, Map.of())) {
                assertThat(gcc.awaitExit(RunningProgram.LIMIT)).as(gcc.told()).isZero();
            }
        }
        return program;
    }

    /**
     * What libcoap's own client is answered to one request, in a DTLS session of its own.
     *
     * @param payload posted as it is; without one it is a GET
     * @return the code, {@code 2.01}; empty when there is no answer, as when the server is not trusted
     */
    public Optional<String> ask(URI url, Path rootCertificate, Optional<String> payload) {
        List<String> command = new ArrayList<>(List.of("coap-client-" + library(), "-v", "6", "-B", "30"));
        command.addAll(List.of("-C", rootCertificate.toString()));
        payload.ifPresentOrElse(
                text -> command.addAll(List.of("-m", "post", "-t", "60", "-f", file(text))),
                () -> command.addAll(List.of("-m", "get", "-A", "60")));
        command.add(url.toString());
        try (RunningProgram client = RunningProgram.start(command, Map.of())) {
            client.awaitExit(RunningProgram.LIMIT);
            Matcher answer = ANSWER.matcher(client.told());
            Optional<String> code = Optional.empty();
            // the request is told in the same form, with c:GET
            while (answer.find()) {
                code = Optional.of(answer.group(1));
            }
            return code;
        }
    }

    private static String file(String text) {
        try {
            Path file = Files.createTempFile("coap-payload", "");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text).toString();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
