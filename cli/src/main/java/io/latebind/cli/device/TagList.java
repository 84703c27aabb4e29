package io.latebind.cli.device;

import java.util.List;
import java.util.stream.Stream;

/** Tags as they are written in one word. */
final class TagList {
    private TagList() {}

    static List<String> split(String tags) {
        return Stream.of(tags.split(",", -1))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
    }
}
