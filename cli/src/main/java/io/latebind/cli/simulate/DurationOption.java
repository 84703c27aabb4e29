package io.latebind.cli.simulate;

import io.latebind.simulator.client.DurationText;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration as people write it on a command line: {@code 500ms}, {@code 2s}, {@code 10m}, {@code 1h}. */
final class DurationOption implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    @Override
    public Duration convert(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new TypeConversionException("'" + text + "' is not a duration: write 500ms, 2s, 10m or 1h");
        }
        return DurationText.of(form.group(1), form.group(2));
    }

    /** The same form back, rounded to what a person wants to know. */
    static String show(Duration duration) {
        if (duration.toMillis() < 1000) {
            return duration.toMillis() + " ms";
        }
        return duration.toMinutes() < 2
                ? "%d.%d s".formatted(duration.toSeconds(), duration.toMillisPart() / 100)
                : "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }

    static String showMillis(long millis) {
        return show(Duration.ofMillis(millis));
    }
}
