package io.latebind.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keys and certificates that Latebind has no part in. */
public record OpenSsl(Path folder) {
    /** Two PEM files. */
    public record Identity(Path certificate, Path key) {}

    /** An authority, or just a certificate that nobody vouches for. */
    public Identity selfSigned(String name, String commonName) {
        return made(name, commonName, List.of());
    }

    public Identity signed(String name, String commonName, Identity issuer) {
        return made(
                name,
                commonName,
                List.of(
                        "-CA",
                        issuer.certificate().toString(),
                        "-CAkey",
                        issuer.key().toString(),
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-addext",
                        "basicConstraints=CA:FALSE"));
    }

    private Identity made(String name, String commonName, List<String> more) {
        Identity identity = new Identity(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
        List<String> words = new ArrayList<>(List.of("openssl", "req", "-x509", "-days", "30", "-nodes"));
        words.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=" + commonName));
        words.addAll(List.of("-out", identity.certificate().toString()));
        words.addAll(List.of("-keyout", identity.key().toString()));
        words.addAll(more);
        run(words);
        return identity;
    }

    public static void run(List<String> words) {
        try (RunningProgram program = RunningProgram.start(words, Map.of())) {
            assertThat(program.awaitExit(RunningProgram.LIMIT))
                    .as(program.told())
                    .isZero();
        }
    }
}
