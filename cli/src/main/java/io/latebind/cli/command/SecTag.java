package io.latebind.cli.command;

import picocli.CommandLine.Option;

/** The place in the modem that a command is about. */
final class SecTag {
    @Option(
            names = "--sec-tag",
            required = true,
            paramLabel = "N",
            description =
                    "The security tag, 0..2147483647: the number under which the application finds it in the modem.")
    private long value;

    long value() {
        return value;
    }
}
