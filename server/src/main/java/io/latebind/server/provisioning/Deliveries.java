package io.latebind.server.provisioning;

import io.latebind.contract.device.CorrelationId;
import java.util.OptionalLong;

/**
 * How often a command went out, and which attempts may still answer. Attempts are numbers of a per-device counter that only
 * grows; the device sees them modulo 0xfffff (specification 3.1).
 *
 * @param total deliveries since the command was created
 * @param unanswered deliveries since the last result, reset or put-back
 * @param oldest the oldest attempt that is not void; larger than {@code newest} when none is valid
 * @param newest the newest attempt; 0 when there was none or it was made void
 */
public record Deliveries(int total, int unanswered, long oldest, long newest) {
    public static final Deliveries NONE = new Deliveries(0, 0, 1, 0);

    Deliveries delivered(long attempt) {
        boolean firstValid = newest == 0 || oldest > newest;
        return new Deliveries(total + 1, unanswered + 1, firstValid ? attempt : oldest, attempt);
    }

    /** Reset, skip: no earlier attempt counts any more. */
    Deliveries voided() {
        return new Deliveries(total, 0, 1, 0);
    }

    /** The device did not get to it: nothing was wrong with the command. */
    Deliveries putBack() {
        return new Deliveries(total, 0, oldest, newest);
    }

    boolean newest(CorrelationId id) {
        return newest != 0 && oldest <= newest && number(newest) == id.attempt();
    }

    /** Whether {@code id} names this or an earlier attempt that is not void. */
    boolean valid(CorrelationId id) {
        return attempt(id).isPresent();
    }

    /** The attempt that {@code id} names; empty when it is void or none of this command's time. */
    OptionalLong attempt(CorrelationId id) {
        if (newest == 0 || oldest > newest) {
            return OptionalLong.empty();
        }
        long back = Math.floorMod(number(newest) - (long) id.attempt(), (long) CorrelationId.MAX_ATTEMPT);
        return newest - back >= oldest ? OptionalLong.of(newest - back) : OptionalLong.empty();
    }

    /** How the device sees an attempt: 1..0xfffff. */
    static int number(long attempt) {
        return (int) ((attempt - 1) % CorrelationId.MAX_ATTEMPT) + 1;
    }
}
