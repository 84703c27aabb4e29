package io.latebind.acceptance.crash;

import java.util.List;
import java.util.Set;

/**
 * What a user did to one device's queue.
 *
 * @param acknowledged the ids of the commands whose POST was answered 201, in order
 * @param unanswered POSTs of commands whose fate the user does not know
 * @param reset commands that were reset, or may have been
 * @param skipped commands that were skipped, or may have been
 */
record UserActions(List<String> acknowledged, int unanswered, Set<String> reset, Set<String> skipped) {
    UserActions {
        acknowledged = List.copyOf(acknowledged);
        reset = Set.copyOf(reset);
        skipped = Set.copyOf(skipped);
    }
}
