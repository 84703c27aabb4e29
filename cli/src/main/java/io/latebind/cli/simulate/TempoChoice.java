package io.latebind.cli.simulate;

import io.latebind.simulator.fleet.Arrivals;
import io.latebind.simulator.fleet.Patience;
import io.latebind.simulator.fleet.Rhythm;
import io.latebind.simulator.fleet.Until;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** When devices come, how often, and when it is over. */
final class TempoChoice {
    /** {@code over} is empty for the length of an interval. */
    record Arrival(Optional<Duration> over) {}

    @Option(
            names = "--until",
            paramLabel = "finished|idle|stopped",
            defaultValue = "finished",
            converter = UntilOption.class,
            description = {
                "When a device is done: its finished command was acknowledged, the service has nothing more for it, or never"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private Until until = Until.FINISHED;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationOption.class,
            description = {
                "Longest sleep between two visits, also when a config command sets a longer one (default: ${DEFAULT-VALUE};"
                        + " a real device asks once a day)."
            })
    private Duration interval = Duration.ofSeconds(2);

    @Option(
            names = "--arrival",
            paramLabel = "storm|spread|TIME",
            defaultValue = "storm",
            converter = ArrivalOption.class,
            description = {
                "How the devices come at first: storm, all at once; spread, evenly over one --interval; TIME or spread=TIME, evenly"
                        + " over this time (default: ${DEFAULT-VALUE})."
            })
    private Arrival arrival = new Arrival(Optional.of(Duration.ZERO));

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = {"At most N devices a second begin (default: as --arrival has it)."})
    private @Nullable Integer rate;

    @Option(
            names = "--wait-claim",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationOption.class,
            description = {"How long a device waits to be claimed (default: ${DEFAULT-VALUE})."})
    private Duration waitClaim = Duration.ofMinutes(10);

    @Option(
            names = "--wait-service",
            paramLabel = "TIME",
            defaultValue = "1m",
            converter = DurationOption.class,
            description = {
                "How long a device tries again while the service cannot be reached or answers 500 or 5.03"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private Duration waitService = Duration.ofMinutes(1);

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = {"Stop everything after this time; devices that are not done count as failed (default: none)."
            })
    private @Nullable Duration timeout;

    /** What does not go, in words for a person. */
    Optional<String> contradiction() {
        if (interval.toMillis() < 20) {
            return Optional.of("--interval is at least 20ms");
        }
        return rate != null && rate < 1 ? Optional.of("--rate is at least 1 device a second") : Optional.empty();
    }

    Until until() {
        return until;
    }

    Rhythm rhythm() {
        return Rhythm.REAL.within(interval);
    }

    Patience patience() {
        return new Patience(waitClaim, waitService);
    }

    Arrivals arrivals() {
        Arrivals free = Arrivals.spreadOver(arrival.over().orElse(interval));
        return rate == null ? free : free.atMost(rate);
    }

    Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Written in lower case, as everything on a command line. */
    private static final class UntilOption implements ITypeConverter<Until> {
        @Override
        public Until convert(String text) {
            return switch (text) {
                case "finished" -> Until.FINISHED;
                case "idle" -> Until.IDLE;
                case "stopped" -> Until.STOPPED;
                default -> throw new TypeConversionException("'" + text + "' is none of finished, idle, stopped");
            };
        }
    }

    /** A word or a time. */
    private static final class ArrivalOption implements ITypeConverter<Arrival> {
        @Override
        public Arrival convert(String text) {
            return switch (text) {
                case "storm" -> new Arrival(Optional.of(Duration.ZERO));
                case "spread" -> new Arrival(Optional.empty());
                default -> new Arrival(Optional.of(time(text)));
            };
        }

        private static Duration time(String text) {
            try {
                return new DurationOption().convert(text.startsWith("spread=") ? text.substring(7) : text);
            } catch (TypeConversionException none) {
                throw new TypeConversionException(
                        "'" + text + "' is no arrival: write storm, spread or a time like 5m");
            }
        }
    }
}
