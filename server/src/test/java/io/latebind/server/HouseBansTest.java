package io.latebind.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What no source of any module may say. The patterns are written so that they do not find themselves. */
class HouseBansTest {
    record Ban(String pattern, String allowedUnder, String because) {}

    static final List<Ban> BANS = List.of(
            new Ban(
                    "print[S]tackTrace",
                    "nowhere",
                    "a fault goes through the log, where it has a level and a request id"),
            new Ban("System\\.(ou[t]|er[r])\\b", "cli/", "only the program talks to the terminal"),
            new Ban(
                    "catch \\(([f]inal )?Throwable",
                    "nowhere",
                    "it would swallow OutOfMemoryError and broken assertions"),
            new Ban("org\\.(mock[i]to|easymock)|io\\.mockk", "nowhere", "our stores are tested against PostgreSQL"),
            new Ban("@(Disab[l]ed|Igno[r]e)\\b|assume[T]hat\\(|assume[T]rue\\(", "nowhere", "no test is skipped"));

    @ParameterizedTest
    @FieldSource("BANS")
    void isNowhereInTheSources(Ban ban) throws IOException {
        Path root = Path.of("..").toRealPath();
        try (Stream<Path> files =
                Files.find(root, 30, (path, _) -> isSource(root.relativize(path).toString()))) {
            List<Path> sources = files.toList();
            assertThat(sources).as("sources of all modules").hasSizeGreaterThan(300);
            for (Path source : sources) {
                if (!root.relativize(source).startsWith(ban.allowedUnder())) {
                    assertThat(Files.readString(source))
                            .as("%s: %s", root.relativize(source), ban.because())
                            .doesNotContainPattern(Pattern.compile(ban.pattern()));
                }
            }
        }
    }

    private static boolean isSource(String path) {
        return path.endsWith(".java") && path.contains("/src/") && !path.contains("/target/");
    }
}
