package io.latebind.simulator.misbehaviour;

import io.latebind.simulator.client.DurationText;
import io.latebind.simulator.misbehaviour.Misbehaviour.Buffer;
import io.latebind.simulator.misbehaviour.Misbehaviour.OfReport;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code KIND[=VALUE][@COMMAND][*TIMES][:SHARE%]}, for example {@code cme=527@keygen*always:10%}. */
public final class FaultText {
    /** The kinds, as a person has to write them. */
    public static final String KINDS = "lost-report, lost-answer, repeated-report, late-report, malformed-report,"
            + " oversized-report, power-cut, cme=ERROR, silent, rx=BYTES, tx=BYTES, at=CHARACTERS, records=N,"
            + " clock=+TIME or clock=-TIME, foreign-key, occupied";

    private static final Pattern FORM = Pattern.compile(
            "(?<kind>[a-z-]+)(=(?<value>[^@*:]+))?(@(?<command>[a-z0-9-]+))?([*](?<times>always|[1-9][0-9]{0,5}))?"
                    + "(:(?<share>[0-9]{1,3}([.][0-9]{1,3})?)%)?");
    private static final Pattern TIME = Pattern.compile("(?<sign>[+-])(?<number>[0-9]{1,6})(?<unit>[smhd])");

    private FaultText() {}

    /** @throws IllegalArgumentException when it is none; the text is fit for a person */
    public static Fault parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw refused(text, "write KIND[=VALUE][@COMMAND][*TIMES][:SHARE%]");
        }
        String kind = form.group("kind");
        Misbehaviour what = misbehaviour(text, kind, form.group("value"), form.group("command"));
        String times = form.group("times");
        String share = form.group("share");
        if (times != null && isLasting(what)) {
            throw refused(text, kind + " lasts as long as the device does: leave *" + times + " out");
        }
        double part = share == null ? 1 : Double.parseDouble(share) / 100;
        if (part > 1) {
            throw refused(text, "a share is at most 100%");
        }
        int end = form.end("command") >= 0 ? form.end("command") : Math.max(form.end("value"), form.end("kind"));
        return new Fault(text.substring(0, end), what, times(times), part);
    }

    private static int times(@Nullable String text) {
        if (text == null) {
            return 1;
        }
        return text.equals("always") ? Fault.ALWAYS : Integer.parseInt(text);
    }

    private static boolean isLasting(Misbehaviour what) {
        return switch (what) {
            case OfReport _, Misbehaviour.CmeError _, Misbehaviour.Silence _ -> false;
            case Misbehaviour.SmallBuffer _,
                    Misbehaviour.WrongClock _,
                    Misbehaviour.ForeignKey _,
                    Misbehaviour.OccupiedWrites _ -> true;
        };
    }

    private static Misbehaviour misbehaviour(
            String text, String kind, @Nullable String value, @Nullable String command) {
        boolean ofCommand = kind.equals("cme") || kind.equals("silent");
        if (command != null && !ofCommand) {
            throw refused(text, "@" + command + " goes with cme and silent alone");
        }
        return switch (kind) {
            case "cme" -> new Misbehaviour.CmeError(number(text, kind, value, 0), choice(text, command));
            case "silent" -> plain(text, value, new Misbehaviour.Silence(choice(text, command)));
            case "rx" -> new Misbehaviour.SmallBuffer(Buffer.RX, number(text, kind, value, 1));
            case "tx" -> new Misbehaviour.SmallBuffer(Buffer.TX, number(text, kind, value, 1));
            case "at" -> new Misbehaviour.SmallBuffer(Buffer.AT, number(text, kind, value, 1));
            case "records" -> new Misbehaviour.SmallBuffer(Buffer.RECORDS, number(text, kind, value, 1));
            case "clock" -> new Misbehaviour.WrongClock(time(text, value));
            case "foreign-key" -> plain(text, value, new Misbehaviour.ForeignKey());
            case "occupied" -> plain(text, value, new Misbehaviour.OccupiedWrites());
            case "lost-report" -> plain(text, value, OfReport.LOST_REPORT);
            case "lost-answer" -> plain(text, value, OfReport.LOST_ANSWER);
            case "repeated-report" -> plain(text, value, OfReport.REPEATED_REPORT);
            case "late-report" -> plain(text, value, OfReport.LATE_REPORT);
            case "malformed-report" -> plain(text, value, OfReport.MALFORMED_REPORT);
            case "oversized-report" -> plain(text, value, OfReport.OVERSIZED_REPORT);
            case "power-cut" -> plain(text, value, OfReport.POWER_CUT);
            default -> throw refused(text, "there is no '" + kind + "', but " + KINDS);
        };
    }

    private static Misbehaviour plain(String text, @Nullable String value, Misbehaviour what) {
        if (value != null) {
            throw refused(text, "leave =" + value + " out");
        }
        return what;
    }

    private static int number(String text, String kind, @Nullable String value, int least) {
        if (value == null || !value.matches("[0-9]{1,5}") || Integer.parseInt(value) < least) {
            throw refused(text, "write " + kind + "=NUMBER, " + least + "..99999");
        }
        return Integer.parseInt(value);
    }

    private static AtChoice choice(String text, @Nullable String command) {
        Optional<AtChoice> choice = command == null ? Optional.of(new AtChoice.Any()) : AtChoice.parse(command);
        return choice.orElseThrow(() ->
                refused(text, "behind @ stands write, delete, keygen, tag-SECTAG or the number of an AT command"));
    }

    private static Duration time(String text, @Nullable String value) {
        Matcher time = TIME.matcher(value == null ? "" : value);
        if (!time.matches()) {
            throw refused(text, "write clock=+TIME or clock=-TIME, for example clock=-90s, clock=+2h or clock=+1d");
        }
        Duration off = DurationText.of(time.group("number"), time.group("unit"));
        return time.group("sign").equals("-") ? off.negated() : off;
    }

    private static IllegalArgumentException refused(String text, String wayOut) {
        return new IllegalArgumentException("'" + text + "' is no misbehaviour: " + wayOut);
    }
}
