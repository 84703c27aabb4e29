package io.latebind.server.provisioning.api;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.provisioning.QueuedCommand;
import java.util.List;
import java.util.Optional;

/** Pages of a queue, which has at most a few dozen commands. The token is the place where the page before ended. Pure. */
final class CommandPages {
    private CommandPages() {}

    /** Refused when the token is none of ours (BAD_PARAMETER). */
    static Outcome<Page<QueuedCommand>> cut(List<QueuedCommand> commands, PageRequest page) {
        Optional<Integer> behind = page.token().flatMap(CommandPages::place);
        if (page.token().isPresent() && behind.isEmpty()) {
            return Outcome.refused(
                    RefusalCode.BAD_PARAMETER,
                    "pageNextToken is not one that this service gave out; leave it away to begin with the first page");
        }
        List<QueuedCommand> ordered = page.descending() ? commands.reversed() : commands;
        List<QueuedCommand> left = ordered.stream()
                .filter(command -> behind.isEmpty()
                        || (page.descending() ? command.place() < behind.get() : command.place() > behind.get()))
                .toList();
        List<QueuedCommand> items = left.stream().limit(page.limit()).toList();
        Optional<String> token = left.size() > items.size()
                ? Optional.of(Integer.toString(items.getLast().place()))
                : Optional.empty();
        return Outcome.done(new Page<>(items, commands.size(), token));
    }

    private static Optional<Integer> place(String token) {
        return token.matches("[1-9][0-9]{0,8}") ? Optional.of(Integer.valueOf(token)) : Optional.empty();
    }
}
