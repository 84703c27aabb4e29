package io.latebind.server.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.cryptography.NativeCryptography;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JVMs started in different ways: each checks signatures and answers devices over DTLS, with the native provider or without it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class NativeHandshakeTest {
    private static final String SECURITY = "-Djava.security.properties="
            + Path.of("../cli/src/main/distribution/lib/latebind.security")
                    .toAbsolutePath()
                    .normalize();
    private static final String NATIVE = "signatures are checked by AmazonCorrettoCryptoProvider ";
    private static final String WITHOUT =
            "signatures are checked by SunEC 25, the slower provider of the JDK, because ";

    @TempDir
    private Path folder;

    /** What a JVM found, and what it wrote to its standard error. */
    private record Run(List<String> findings, String told) {}

    @Test
    void theJvmOfTheTestsIsStartedAsTheProgramIs() {
        assertThat(NativeCryptography.prefer().sentence()).startsWith(NATIVE);
    }

    @Test
    void checksDevicesSignaturesNatively() throws Exception {
        Run run = run(List.of(SECURITY, "-Djava.security.debug=provider"));
        assertThat(run.findings().get(0)).startsWith(NATIVE);
        assertThat(run.findings()).endsWith("signature accepted: true", "answered 42");
        assertThat(run.told())
                .contains(
                        "Signature.SHA256withECDSAinP1363Format verification algorithm from: AmazonCorrettoCryptoProvider")
                .doesNotContain("Signature.SHA256withECDSAinP1363Format verification algorithm from: SunEC");
    }

    @Test
    void fallsBackWithoutTheSecurityProperties() throws Exception {
        assertThat(run(List.of()).findings())
                .containsExactly(
                        WITHOUT + "the JVM was started without -Djava.security.properties=lib/latebind.security",
                        "signature accepted: true",
                        "answered 42");
    }

    @Test
    void fallsBackWhenOnePreferenceIsMissing() throws Exception {
        Path three = folder.resolve("three.security");
        Files.writeString(
                three, "jdk.security.provider.preferred=HmacSHA256:SunJCE, HmacSHA384:SunJCE, HmacSHA512:SunJCE\n");
        assertThat(run(List.of("-Djava.security.properties=" + three)).findings())
                .startsWith(WITHOUT + "the JVM was started without -Djava.security.properties=lib/latebind.security")
                .endsWith("answered 42");
    }

    @Test
    void fallsBackWhenTheLibraryCannotBeLoaded() throws Exception {
        // the provider unpacks its library into a folder, which this is not
        Path file = Files.createFile(folder.resolve("file"));
        Run run = run(List.of(SECURITY, "-Dcom.amazon.corretto.crypto.provider.tmpdir=" + file));
        assertThat(run.findings().get(0))
                .startsWith(WITHOUT + "the native library does not work on this machine (")
                .contains(file + "/", "Not a directory");
        assertThat(run.findings()).endsWith("signature accepted: true", "answered 42");
    }

    @Test
    void fallsBackOnAMachineForWhichThereIsNoLibrary() throws Exception {
        String others = Arrays.stream(classPath().split(File.pathSeparator))
                .filter(entry -> !entry.contains("AmazonCorrettoCryptoProvider"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(others).isNotEqualTo(classPath());
        Run run = run(others, List.of(SECURITY), List.of());
        assertThat(run.findings().get(0)).startsWith(WITHOUT + "there is no native library for this machine (");
        assertThat(run.findings()).endsWith("signature accepted: true", "answered 42");
    }

    /** Why there are preferences at all. When this one fails, libraries have changed, and the preferences may be needless. */
    @Test
    void withoutThePreferencesTheNativeProviderBreaksEveryHandshake() throws Exception {
        assertThat(run(classPath(), List.of(), List.of("force")).findings())
                .endsWith("signature accepted: true", "no answer");
    }

    private Run run(List<String> flags) throws IOException, InterruptedException {
        return run(classPath(), flags, List.of());
    }

    private Run run(String classPath, List<String> flags, List<String> arguments)
            throws IOException, InterruptedException {
        Path findings = folder.resolve("findings");
        Path told = folder.resolve("told");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, HandshakeProgram.class.getName(), findings.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(told)).isZero();
            return new Run(Files.readAllLines(findings), Files.readString(told));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }
}
