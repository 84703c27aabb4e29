package io.latebind.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What the help of every command has in common, so that no command has to repeat it. */
final class HelpTexts {
    private HelpTexts() {}

    /** For the command and all below it. */
    static void complete(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.findOption("--help") == null) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .order(99)
                    .description("Show this help.")
                    .build());
        }
        UsageMessageSpec usage = spec.usageMessage();
        usage.sortOptions(false);
        // what must be given is shown in the first line; of the rest there is a list anyway
        usage.abbreviateSynopsis(spec.options().stream().noneMatch(OptionSpec::required));
        if (usage.exitCodeList().isEmpty()) {
            usage.exitCodeList(exitCodes());
        }
        usage.exitCodeListHeading("%nExit codes:%n");
        usage.footerHeading("%n");
        usage.descriptionHeading("%n");
        usage.parameterListHeading("%n");
        usage.optionListHeading("%n");
        if (usage.commandListHeading().equals("Commands:%n")) {
            usage.commandListHeading("%nCommands:%n");
        }
        new TreeMap<>(command.getSubcommands()).values().stream().distinct().forEach(HelpTexts::complete);
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "done");
        codes.put("1", "the service refused or failed; the text says why, and what to do");
        codes.put("2", "the words are wrong; nothing was done");
        return codes;
    }
}
