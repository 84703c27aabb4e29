package io.latebind.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The document and the program say the same about every key. */
class ConfigDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

    @Test
    void documentsEveryKeyAndNoOther() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(ConfigKey.values())
                        .map(ConfigDocumentTest::row)
                        .toList());
    }

    @Test
    void documentsDefaultsThatTheReaderUses() {
        ServerConfig config = ConfigFixture.accepted(ConfigFixture.withFlags());
        ConfigResult spelledOut = ConfigFixture.withFlags(Arrays.stream(ConfigKey.values())
                .filter(key -> key != ConfigKey.PUBLIC_HOST && key.defaultText().isPresent())
                .flatMap(key -> List.of(key.key(), key.defaultText().orElseThrow()).stream())
                .toArray(String[]::new));
        assertThat(ConfigFixture.accepted(spelledOut)).isEqualTo(config);
    }

    private static String row(ConfigKey key) {
        String standard = key == ConfigKey.PUBLIC_HOST
                ? key.defaultText().orElseThrow()
                : key.defaultText().map(text -> "`" + text + "`").orElse("none");
        return "| `%s` | `%s` | %s | %s |"
                .formatted(key.key(), key.valueShape().replace("|", "\\|"), standard, key.description());
    }
}
