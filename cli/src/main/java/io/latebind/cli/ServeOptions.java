package io.latebind.cli;

import io.latebind.server.config.ConfigKey;
import io.latebind.server.config.ConfigSources.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags of serve: one for every setting, and {@code --config}. */
final class ServeOptions {
    private static final String CONFIG = "--config";

    private ServeOptions() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .type(String.class)
                .description("A file with settings, one \"name = value\" a line; environment and flags are stronger.")
                .build());
        for (ConfigKey key : ConfigKey.values()) {
            spec.addOption(option(key));
        }
    }

    private static OptionSpec option(ConfigKey key) {
        OptionSpec.Builder option = OptionSpec.builder("--" + key.key())
                .paramLabel(key.valueShape())
                .type(String.class)
                .description(description(key));
        if (key.isSwitch()) {
            option.arity("0..1").fallbackValue("true");
        }
        return option.build();
    }

    /** The default has a line of its own, where it is not torn apart. */
    private static String[] description(ConfigKey key) {
        Stream<String> standard = key.defaultText().map(text -> "Default: " + text).stream();
        return Stream.concat(Stream.of(key.description()), standard)
                .map(ServeOptions::escaped)
                .toArray(String[]::new);
    }

    /** A percent sign begins a variable in picocli's texts. */
    private static String escaped(String text) {
        return text.replace("%", "%%");
    }

    /** The flags as they were given, unknown ones too: what is wrong with them is said together with everything else. */
    static List<Flag> given(ParseResult parsed) {
        List<Flag> flags = new ArrayList<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            if (!option.longestName().equals(CONFIG) && !option.usageHelp() && !option.versionHelp()) {
                flags.add(new Flag(option.longestName().substring(2), String.valueOf(option.<Object>getValue())));
            }
        }
        flags.addAll(unknown(parsed.unmatched()));
        return flags;
    }

    private static List<Flag> unknown(List<String> arguments) {
        List<Flag> flags = new ArrayList<>();
        boolean valueMayFollow = false;
        for (String argument : arguments) {
            if (argument.startsWith("-")) {
                int equals = argument.indexOf('=');
                String name = equals < 0 ? argument : argument.substring(0, equals);
                flags.add(new Flag(name.replaceFirst("^-+", "").toLowerCase(Locale.ROOT), "given"));
                valueMayFollow = equals < 0;
            } else if (valueMayFollow) {
                valueMayFollow = false;
            } else {
                flags.add(new Flag(argument, "given"));
            }
        }
        return flags;
    }
}
