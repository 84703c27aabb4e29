package io.latebind.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What kinds of commands about a place in the modem have in common. A mixin would not do: {@link Adding} wants to be the kind's own. */
abstract class SecTagKind implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Adding adding;

    @Option(
            names = "--sec-tag",
            required = true,
            paramLabel = "N",
            description =
                    "The security tag, 0..2147483647: the number under which the application finds it in the modem.")
    private long secTag;

    final Adding adding() {
        return adding;
    }

    /** The parameters that every such command has; a new object each time. */
    final ObjectNode secTag() {
        return JsonMapper.shared().createObjectNode().put("secTag", secTag);
    }
}
