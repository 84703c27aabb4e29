package io.latebind.acceptance.crash;

import io.latebind.acceptance.process.Await;
import io.latebind.acceptance.process.FixedPort;
import io.latebind.acceptance.process.OpenSsl;
import io.latebind.acceptance.process.Rest;
import io.latebind.acceptance.process.RunningProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The signer of docs/certificates.md in a process of its own, which can be killed and comes back under the same address. */
final class OwnSigner implements AutoCloseable {
    private static final Path SCRIPT = Path.of(System.getProperty("latebind.docs"), "signer.py");

    private final Path folder;
    private final int port;
    private RunningProgram program;

    private OwnSigner(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.program = launch();
    }

    /** A step of the signer; each time that it is done leaves a line. */
    enum Step {
        ASKED,
        SIGNED
    }

    /** Made the default authority of the team, and running. */
    static OwnSigner start(Path folder, Rest rest) throws IOException {
        Files.createDirectory(folder);
        OpenSsl openssl = new OpenSsl(folder);
        openssl.selfSigned("ca", "own signer");
        OpenSsl.Identity root = openssl.selfSigned("root", "own root");
        openssl.signed("tls", "localhost", root);
        tellingOpenSsl(folder);
        int port = FixedPort.find();
        ObjectNode authority = JsonMapper.shared().createObjectNode();
        authority.put("name", "own").put("default", true);
        authority.put("certificateChain", Files.readString(folder.resolve("ca.pem")));
        authority
                .putObject("webhook")
                .put("url", "https://localhost:" + port + "/sign")
                .put("caCertificates", Files.readString(root.certificate()));
        Rest.Answer made = rest.post("/v1/certificate-authorities", authority.toString());
        JsonNode secret = made.json().path("webhook").path("secret");
        if (!secret.isString()) {
            throw new AssertionError(made.body());
        }
        Files.writeString(folder.resolve("secret"), secret.stringValue());
        return new OwnSigner(folder, port);
    }

    /** The program before which openssl stands, and which tells its steps. */
    private static void tellingOpenSsl(Path folder) throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path wrapper = Files.writeString(bin.resolve("openssl"), """
                #!/bin/sh
                PATH=${PATH#*:}
                echo >> ASKED
                openssl "$@" && echo >> SIGNED
                """);
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private RunningProgram launch() {
        List<String> command = List.of(
                "sh", "-c", "cd \"$0\" && exec python3 \"$1\" \"$2\"", folder.toString(), "" + SCRIPT, "" + port);
        return RunningProgram.start(command, Map.of("PATH", folder.resolve("bin") + ":" + System.getenv("PATH")));
    }

    void awaitListening() {
        Await.until(
                RunningProgram.LIMIT,
                "the signer listens\n" + program.told(),
                () -> program.told().contains("listening"));
    }

    /** kill -9. */
    void kill() {
        program.kill();
    }

    void restart() {
        program = launch();
    }

    /** How often this was done, all its lives together. */
    int times(Step step) {
        Path lines = folder.resolve(step.name());
        try {
            return Files.exists(lines) ? (int) Files.size(lines) : 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The serial numbers, in hex, of all that it has issued: one certificate for each idempotency key. */
    List<String> issued() throws IOException, CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        try (Stream<Path> files = Files.list(folder.resolve("issued"))) {
            List<String> serials = new ArrayList<>();
            for (Path file : files.filter(file -> !file.getFileName().toString().contains("."))
                    .toList()) {
                X509Certificate certificate = (X509Certificate)
                        factory.generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
                serials.add(certificate.getSerialNumber().toString(16));
            }
            return serials;
        }
    }

    String told() {
        return program.told();
    }

    @Override
    public void close() {
        program.close();
    }
}
