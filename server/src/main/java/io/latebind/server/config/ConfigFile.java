package io.latebind.server.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** A configuration file: the format of {@link Properties} in UTF-8, with the line of every setting, and none set twice. */
record ConfigFile(List<Setting> settings, List<ConfigProblem> problems) {
    private static final long MOST_BYTES = 1_000_000;

    /** @param origin who named the file */
    static ConfigFile read(String name, String origin) {
        try {
            Path file = Path.of(name);
            if (Files.size(file) > MOST_BYTES) {
                return unreadable(name, origin, "is larger than a configuration file can be (1 MB)");
            }
            return parse(name, Files.readString(file));
        } catch (InvalidPathException notAPath) {
            return unreadable(name, origin, "is not a path");
        } catch (NoSuchFileException missing) {
            return unreadable(name, origin, "there is no such file");
        } catch (CharacterCodingException notText) {
            return unreadable(name, origin, "is not text in UTF-8");
        } catch (IOException failure) {
            return unreadable(name, origin, "cannot be read; check that it is a file and that you may read it");
        }
    }

    static ConfigFile parse(String name, String text) {
        List<Setting> settings = new ArrayList<>();
        List<ConfigProblem> problems = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        for (LogicalLine line : logicalLines(text)) {
            String origin = name + ":" + line.number();
            Optional<Setting> setting = settingOf(line, origin);
            if (setting.isEmpty()) {
                problems.add(new ConfigProblem("line", origin, Optional.empty(), "holds a broken \\u escape"));
                continue;
            }
            String key = setting.get().name();
            String earlier = seen.putIfAbsent(key, origin);
            if (earlier == null) {
                settings.add(setting.get());
            } else {
                problems.add(new ConfigProblem(key, origin, Optional.empty(), "is set already, at " + earlier));
            }
        }
        return new ConfigFile(List.copyOf(settings), List.copyOf(problems));
    }

    private static Optional<Setting> settingOf(LogicalLine line, String origin) {
        Properties one = new Properties();
        try {
            one.load(new StringReader(line.text()));
        } catch (IOException | IllegalArgumentException broken) {
            return Optional.empty();
        }
        return one.stringPropertyNames().stream()
                .findAny()
                .map(key -> new Setting(key, one.getProperty(key).strip(), origin));
    }

    /** Properties keeps no line numbers, so lines are put together here as it does: a backslash at the end goes on with the next line. */
    private static List<LogicalLine> logicalLines(String text) {
        List<LogicalLine> lines = new ArrayList<>();
        List<String> natural = text.lines().toList();
        for (int i = 0; i < natural.size(); i++) {
            int first = i;
            String start = natural.get(i).replaceFirst("^[ \\t\\f]+", "");
            if (start.isEmpty() || start.startsWith("#") || start.startsWith("!")) {
                continue;
            }
            StringBuilder whole = new StringBuilder(natural.get(i));
            while (goesOn(natural.get(i)) && i + 1 < natural.size()) {
                i++;
                whole.append('\n').append(natural.get(i));
            }
            lines.add(new LogicalLine(first + 1, whole.toString()));
        }
        return lines;
    }

    private static boolean goesOn(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static ConfigFile unreadable(String name, String origin, String reason) {
        return new ConfigFile(List.of(), List.of(new ConfigProblem("config", origin, Optional.of(name), reason)));
    }

    private record LogicalLine(int number, String text) {}
}
