package io.latebind.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What no source of any module may say. The patterns are written so that they do not find themselves. */
class HouseBansTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    record Ban(String pattern, List<String> allowedIn, String because) {}

    static final List<Ban> BANS = List.of(
            new Ban("print[S]tackTrace", List.of(), "a fault goes through the log, with a level and a request id"),
            new Ban("System\\.(ou[t]|er[r])\\b", List.of("cli", "benchmarks"), "only programs talk to the terminal"),
            new Ban("catch \\(([f]inal )?Throwable", List.of(), "it swallows OutOfMemoryError and broken assertions"),
            new Ban("org\\.(mock[i]to|easymock)|io\\.mockk", List.of(), "our stores are tested against PostgreSQL"),
            new Ban("@(Disab[l]ed|Igno[r]e)\\b|assume[T]hat\\(|assume[T]rue\\(", List.of(), "no test is skipped"));

    @ParameterizedTest
    @FieldSource("BANS")
    void isNowhereInTheSources(Ban ban) throws IOException {
        Pattern banned = Pattern.compile(ban.pattern());
        List<String> found = new ArrayList<>();
        int sources = 0;
        for (Path source : sourcesOfAllModules()) {
            sources++;
            for (String line : Files.readAllLines(ROOT.resolve(source))) {
                if (banned.matcher(line).find()
                        && !ban.allowedIn().contains(source.getName(0).toString())) {
                    found.add(source + ": " + line.strip());
                }
            }
        }
        assertThat(sources).as("sources of all modules").isGreaterThan(300);
        assertThat(found).as(ban.because()).isEmpty();
    }

    /** The build runs classes by their names: a test under another one would never run, and never be missed. */
    @Test
    void runsEveryTestThatIsWritten() throws IOException {
        Pattern test = Pattern.compile(
                "^ +@(Tes[t]|Propert[y]|Parameterized[T]est|Repeated[T]est|Test[F]actory)\\b", Pattern.MULTILINE);
        List<Path> notRun = new ArrayList<>();
        for (Path source : sourcesOfAllModules()) {
            if (!source.toString().matches(".*(Test|Properties)\\.java")
                    && test.matcher(Files.readString(ROOT.resolve(source))).find()) {
                notRun.add(source);
            }
        }
        assertThat(notRun).as("not named *Test or *Properties").isEmpty();
    }

    private static List<Path> sourcesOfAllModules() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (DirectoryStream<Path> modules =
                Files.newDirectoryStream(ROOT, path -> Files.isDirectory(path.resolve("src")))) {
            for (Path module : modules) {
                try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                    files.filter(path -> path.toString().endsWith(".java"))
                            .map(ROOT::relativize)
                            .forEach(sources::add);
                }
            }
        }
        return sources;
    }
}
