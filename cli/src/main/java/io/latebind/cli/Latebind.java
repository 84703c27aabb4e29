package io.latebind.cli;

import io.latebind.cli.access.AccountCommand;
import io.latebind.cli.access.KeysCommand;
import io.latebind.cli.access.MembersCommand;
import io.latebind.cli.access.TeamsCommand;
import io.latebind.cli.audit.AuditCommand;
import io.latebind.cli.certificate.AuthoritiesCommand;
import io.latebind.cli.certificate.CertificatesCommand;
import io.latebind.cli.certificate.ProfilesCommand;
import io.latebind.cli.client.Surroundings;
import io.latebind.cli.command.CommandsCommand;
import io.latebind.cli.device.BulkCommand;
import io.latebind.cli.device.ClaimCommand;
import io.latebind.cli.device.DevicesCommand;
import io.latebind.cli.identity.IdentitiesCommand;
import io.latebind.cli.live.WatchCommand;
import io.latebind.cli.live.WebhooksCommand;
import io.latebind.cli.logging.LogOutput;
import io.latebind.cli.rule.RulesCommand;
import io.latebind.cli.rule.TagsCommand;
import io.latebind.cli.simulate.SimulateCommand;
import io.latebind.server.config.LogFormat;
import io.latebind.server.config.LogLevel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The program. */
@Command(
        name = "latebind",
        description = "A self-hosted provisioning service for cellular IoT devices.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        footer = {
            "From a file of tokens, one a line, to provisioned devices:",
            "  export LATEBIND_API_KEY=$(cat latebind-data/owner.key)  # or your own key",
            "  latebind claim --file tokens.txt --tags pilot",
            "  latebind commands add --tag pilot key --sec-tag 42 finished",
            "  latebind devices list --tag pilot     # devices show DEVICE: what to do next",
            "  latebind watch DEVICE                 # waits until it is PROVISIONED",
            "",
            "latebind COMMAND --help tells more about a command."
        })
public final class Latebind {
    private static final List<Class<?>> COMMANDS = List.of(
            ClaimCommand.class,
            DevicesCommand.class,
            CommandsCommand.class,
            RulesCommand.class,
            TagsCommand.class,
            CertificatesCommand.class,
            AuthoritiesCommand.class,
            ProfilesCommand.class,
            WatchCommand.class,
            IdentitiesCommand.class,
            AccountCommand.class,
            KeysCommand.class,
            MembersCommand.class,
            TeamsCommand.class,
            AuditCommand.class,
            WebhooksCommand.class,
            BulkCommand.class,
            SimulateCommand.class,
            CompletionCommand.class,
            VersionCommand.class);

    /** Ends the process with 0, with 1 if the command was refused or failed, with 2 if its words were wrong. */
    public static void main(String[] arguments) {
        LogOutput.configure(LogFormat.TEXT, LogLevel.WARN, System.err);
        System.exit(commandLine(Starters.server(), Surroundings.ofThisProcess()).execute(arguments));
    }

    /** Every command of the program. */
    static CommandLine commandLine(ServerStarter starter, Map<String, String> environment) {
        return commandLine(starter, Surroundings.ofThisProcess().withEnvironment(environment));
    }

    /** Every command of the program. */
    static CommandLine commandLine(ServerStarter starter, Surroundings surroundings) {
        CommandFactory factory = new CommandFactory(surroundings);
        CommandLine program = new CommandLine(new Latebind(), factory)
                .addSubcommand(ServeCommand.commandLine(starter, surroundings.environment()));
        for (Class<?> command : COMMANDS) {
            program.addSubcommand(new CommandLine(command, factory));
        }
        program.addSubcommand(new HelpCommand());
        HelpTexts.complete(program);
        acceptTagsWithAMinus(subcommand(subcommand(program, "devices"), "tag"));
        program.setParameterExceptionHandler(new WrongWords());
        program.setExecutionExceptionHandler(new FailedCommand());
        program.setUsageHelpAutoWidth(true);
        // a file may be called like one of the kinds of `commands add`
        program.setAllowSubcommandsAsOptionParameters(true);
        return program;
    }

    private static CommandLine subcommand(CommandLine command, String name) {
        return Objects.requireNonNull(command.getSubcommands().get(name));
    }

    /** {@code devices tag DEVICE -pilot}: what is no option is a tag to take away. */
    private static void acceptTagsWithAMinus(CommandLine tag) {
        tag.setUnmatchedOptionsArePositionalParams(true);
        tag.setPosixClusteredShortOptionsAllowed(false);
    }
}
