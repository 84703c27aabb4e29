package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/latebind} of the distribution, with a java that only tells what it was given. */
class LauncherTest {
    private static final Path DISTRIBUTION = Path.of("src/main/distribution");
    private static final Path POM = Path.of("../pom.xml");

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void unpack() throws IOException {
        home = Files.createDirectories(folder.toRealPath().resolve("with a space"));
        for (String file : List.of("bin/latebind", "lib/jvm.options", "lib/latebind.security")) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.copy(DISTRIBUTION.resolve(file), home.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        program("jdk/bin/java", "printf '%s\\n' \"$@\"");
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
    }

    @ParameterizedTest
    @CsvSource({
        "Linux x86_64, linux-x86_64",
        "Linux aarch64, linux-aarch_64",
        "Linux arm64, linux-aarch_64",
        "Linux riscv64, ''",
        "Darwin arm64, ''"
    })
    void takesTheNativeLibraryOfTheMachine(String machine, String library) throws Exception {
        program("path/uname", "echo '" + machine + "'");
        List<String> given = launched(Optional.empty());
        String ofTheMachine = library.isEmpty() ? "" : ":" + home + "/lib/native/" + library + "/*";
        assertThat(given.get(given.indexOf("-cp") + 1)).isEqualTo(home + "/lib/*" + ofTheMachine);
    }

    @Test
    void handsTheUsersOptionsAfterItsOwnAndTheWordsLast() throws Exception {
        assertThat(launched(Optional.of("-Xmx1g -Dsome=thing")))
                .startsWith(
                        "@" + home + "/lib/jvm.options",
                        "-Djava.security.properties=" + home + "/lib/latebind.security",
                        "-Xmx1g",
                        "-Dsome=thing",
                        "-cp")
                .endsWith("io.latebind.cli.Latebind", "serve", "--log-level", "a word");
    }

    /** What the tests prove is true of the program only while both JVMs are started with the same flags. */
    @Test
    void startsTheJvmAsTheTestsDo() throws Exception {
        String pom = Files.readString(POM);
        List<String> ofTheTests = ManagementFactory.getRuntimeMXBean().getInputArguments();
        assertThat(ofTheTests)
                .containsAll(List.of(captured(pom, "<latebind.jvm.flags>(.*)</latebind.jvm.flags>")
                        .split(" ")));
        assertThat(captured(pom, "<argLine>(.*)</argLine>"))
                .isEqualTo("${latebind.jvm.flags} -Djava.security.properties=\"${maven.multiModuleProjectDirectory}/"
                        + "cli/src/main/distribution/lib/latebind.security\"");
        // the build writes the property in here
        assertThat(Files.readAllLines(home.resolve("lib/jvm.options"))).contains("${latebind.jvm.flags}");
        assertThat(launched(Optional.empty()))
                .contains(
                        "@" + home + "/lib/jvm.options",
                        "-Djava.security.properties=" + home + "/lib/latebind.security");
        String file = ofTheTests.stream()
                .filter(flag -> flag.startsWith("-Djava.security.properties="))
                .findFirst()
                .orElseThrow();
        assertThat(Path.of(file.substring(file.indexOf('=') + 1).replace("\"", "")))
                .hasSameTextualContentAs(home.resolve("lib/latebind.security"));
    }

    private static String captured(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }

    private void program(String name, String line) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What java was given, in order. */
    private List<String> launched(Optional<String> options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("bash", home.resolve("bin/latebind").toString()));
        command.addAll(List.of("serve", "--log-level", "a word"));
        ProcessBuilder launcher = new ProcessBuilder(command).redirectErrorStream(true);
        launcher.environment().put("LATEBIND_JAVA_HOME", folder.resolve("jdk").toString());
        launcher.environment().put("PATH", folder.resolve("path") + ":" + System.getenv("PATH"));
        launcher.environment().remove("LATEBIND_JAVA_OPTS");
        options.ifPresent(given -> launcher.environment().put("LATEBIND_JAVA_OPTS", given));
        Process process = launcher.start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        return told.lines().toList();
    }
}
