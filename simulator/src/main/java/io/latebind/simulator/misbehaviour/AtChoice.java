package io.latebind.simulator.misbehaviour;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which AT command goes wrong. */
public sealed interface AtChoice {
    Pattern WRITE = Pattern.compile("AT%CMNG=0,.*", Pattern.DOTALL);
    Pattern DELETE = Pattern.compile("AT%CMNG=3,.*", Pattern.DOTALL);
    Pattern KEYGEN = Pattern.compile("AT%KEYGEN=.*", Pattern.DOTALL);
    Pattern WITH_TAG = Pattern.compile("AT%(?:CMNG=[0-9],|KEYGEN=)([0-9]+)[,\"].*", Pattern.DOTALL);

    /** A write or key generation, so none of the deletions that prepare one. */
    record Any() implements AtChoice {}

    record Matching(Pattern line) implements AtChoice {}

    record WithTag(long secTag) implements AtChoice {}

    /** @param number 1 for the first AT command that the device executes, deletions counted */
    record Numbered(int number) implements AtChoice {}

    /** {@code write}, {@code delete}, {@code keygen}, {@code tag-<security tag>}, or a number; empty for anything else. */
    static Optional<AtChoice> parse(String text) {
        return switch (text) {
            case "write" -> Optional.of(new Matching(WRITE));
            case "delete" -> Optional.of(new Matching(DELETE));
            case "keygen" -> Optional.of(new Matching(KEYGEN));
            default -> {
                if (text.matches("[1-9][0-9]{0,5}")) {
                    yield Optional.of(new Numbered(Integer.parseInt(text)));
                }
                yield text.matches("tag-[0-9]{1,10}")
                        ? Optional.of(new WithTag(Long.parseLong(text.substring("tag-".length()))))
                        : Optional.empty();
            }
        };
    }

    /**
     * @param line the whole AT command
     * @param number which one it is since the device was made, from 1
     */
    default boolean matches(String line, int number) {
        return switch (this) {
            case Any _ -> WRITE.matcher(line).matches() || KEYGEN.matcher(line).matches();
            case Matching(Pattern pattern) -> pattern.matcher(line).matches();
            case WithTag(long secTag) -> {
                Matcher tagged = WITH_TAG.matcher(line);
                yield tagged.matches() && Long.parseLong(tagged.group(1)) == secTag;
            }
            case Numbered(int wanted) -> number == wanted;
        };
    }
}
