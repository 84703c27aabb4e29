package io.latebind.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.config.ConfigSources.Flag;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConfigReaderProperties {
    @Property
    void readsWhateverTextIsGivenForAKnownName(@ForAll ConfigKey key, @ForAll("texts") String text) {
        ConfigResult fromFlag = ConfigReader.read(
                new ConfigSources(Optional.empty(), Map.of(), List.of(new Flag(key.key(), text)), text));
        ConfigResult fromEnvironment = ConfigReader.read(
                new ConfigSources(Optional.empty(), Map.of(key.environmentName(), text), List.of(), text));
        assertIsAnswer(fromFlag);
        assertIsAnswer(fromEnvironment);
    }

    @Property
    void readsWhateverNameIsGiven(@ForAll String name, @ForAll String text) {
        assertIsAnswer(ConfigReader.read(new ConfigSources(
                Optional.empty(), Map.of("LATEBIND_" + name, text), List.of(new Flag(name, text)), "h")));
    }

    @Property
    void readsWhateverFileIsGiven(@ForAll("files") String text) {
        ConfigFile file = ConfigFile.parse("f", text);
        assertThat(file.settings())
                .allSatisfy(setting -> assertThat(setting.origin()).matches("f:[0-9]+"));
    }

    private static void assertIsAnswer(ConfigResult result) {
        switch (result) {
            case ConfigResult.Accepted(ServerConfig config) ->
                assertThat(config.toString()).isNotEmpty();
            case ConfigResult.Rejected(List<ConfigProblem> problems) ->
                assertThat(problems)
                        .isNotEmpty()
                        .allSatisfy(problem -> assertThat(problem.sentence()).doesNotContain("\n"));
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> nearMisses = Arbitraries.of(List.of(
                        "127.0.0.1",
                        "::1",
                        "[",
                        "]",
                        ":",
                        ",",
                        ".",
                        "8080",
                        "jdbc:postgresql://",
                        "h/d",
                        "?",
                        "true",
                        "\0",
                        "%",
                        " ",
                        "99999"))
                .list()
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(Arbitraries.strings(), nearMisses);
    }

    @Provide
    Arbitrary<String> files() {
        List<String> keys =
                Arrays.stream(ConfigKey.values()).map(ConfigKey::key).toList();
        Arbitrary<String> pieces = Arbitraries.oneOf(
                Arbitraries.of(keys),
                Arbitraries.of("=", ":", "\n", "\r", "\\", "\\u", "\\u00e4", "#", "!", " ", "\t", "\f", "x"),
                Arbitraries.strings().ofMaxLength(3));
        return pieces.list().ofMaxSize(30).map(parts -> String.join("", parts));
    }
}
