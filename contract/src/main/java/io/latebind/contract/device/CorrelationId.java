package io.latebind.contract.device;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one delivery of one command: {@code <command uuid>.<hex>}, with {@code .s}, {@code .s1} or {@code .s2} behind it for a
 * preparatory step (specification 3.1). At most 45 characters.
 *
 * @param attempt 1..0xfffff, the per-device counter of deliveries
 * @param step 0 for the command itself, 1 for {@code .s}, 2 for {@code .s1}, 3 for {@code .s2}
 */
public record CorrelationId(CommandId command, int attempt, int step) {
    /** The largest counter value; after it the counter begins anew at 1. */
    public static final int MAX_ATTEMPT = 0xfffff;

    /** The largest step: {@code .s2}. */
    public static final int MAX_STEP = 3;

    private static final Pattern FORM = Pattern.compile("([0-9a-f-]{36})\\.([1-9a-f][0-9a-f]{0,4})(\\.s([12])?)?");

    public CorrelationId {
        Objects.requireNonNull(command);
        if (attempt < 1 || attempt > MAX_ATTEMPT) {
            throw new IllegalArgumentException("attempt " + attempt + " is not in 1.." + MAX_ATTEMPT);
        }
        if (step < 0 || step > MAX_STEP) {
            throw new IllegalArgumentException("step " + step + " is not in 0.." + MAX_STEP);
        }
    }

    /** The id in {@code text}, or empty when the service could not have written it. */
    public static Optional<CorrelationId> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int attempt = Integer.parseInt(form.group(2), 16);
        int step = form.group(3) == null ? 0 : form.group(4) == null ? 1 : 1 + Integer.parseInt(form.group(4));
        return CommandId.parse(form.group(1)).map(command -> new CorrelationId(command, attempt, step));
    }

    @Override
    public String toString() {
        String ending = switch (step) {
            case 0 -> "";
            case 1 -> ".s";
            default -> ".s" + (step - 1);
        };
        return command + "." + Integer.toHexString(attempt) + ending;
    }
}
