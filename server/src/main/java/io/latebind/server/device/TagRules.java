package io.latebind.server.device;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a tag may be. Pure. */
public final class TagRules {
    static final int MAX_TAGS = 50;
    static final int MAX_LENGTH = 128;

    private TagRules() {}

    /** Tools send {@code ["a,b"]} and mean two tags (specification 7). Each tag once, in the order given. */
    public static List<String> split(List<String> tags) {
        return tags.stream()
                .flatMap(tag -> Arrays.stream(tag.split(",", -1)))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
    }

    /** What a device bears after a change. Refused when no device can bear that (BAD_FIELD). */
    static Outcome<List<String>> changed(List<String> tags, TagChange change) {
        List<String> changed = switch (change) {
            case TagChange.Replace(List<String> others) -> others;
            case TagChange.Amend(List<String> added, List<String> removed) ->
                Stream.concat(tags.stream(), added.stream())
                        .filter(tag -> !removed.contains(tag))
                        .distinct()
                        .toList();
        };
        return problem(changed)
                .<Outcome<List<String>>>map(problem -> Outcome.refused(RefusalCode.BAD_FIELD, problem))
                .orElseGet(() -> Outcome.done(changed));
    }

    /** What is wrong with these tags. */
    public static Optional<String> problem(List<String> tags) {
        if (tags.size() > MAX_TAGS) {
            return Optional.of("a device may bear at most " + MAX_TAGS + " tags, not " + tags.size());
        }
        for (String tag : tags) {
            if (tag.length() > MAX_LENGTH) {
                return Optional.of("a tag may have at most " + MAX_LENGTH + " characters, not " + tag.length());
            }
            if (tag.chars().anyMatch(Character::isISOControl)
                    || !StandardCharsets.UTF_8.newEncoder().canEncode(tag)) {
                return Optional.of("a tag may not hold control characters or half a character");
            }
        }
        return Optional.empty();
    }
}
