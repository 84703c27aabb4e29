package io.latebind.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What every command says about itself. */
final class HelpTest {
    private static final int SCREEN = 80;
    private static final Set<String> WITHOUT_EXAMPLE =
            Set.of("latebind", "latebind simulate", "latebind help", "latebind version");

    @TempDir
    private static Path directory = Path.of("");

    static Stream<CommandLine> commands() {
        List<CommandLine> all = new ArrayList<>();
        collect(new Cli(directory).program(), all);
        return all.stream();
    }

    private static void collect(CommandLine command, List<CommandLine> all) {
        all.add(command);
        command.getSubcommands().values().stream().distinct().forEach(child -> collect(child, all));
    }

    @Test
    void hasAllTheCommands() {
        assertThat(commands().count()).isGreaterThan(80);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void describesItselfWithAnExampleAndItsExitCodes(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        CommandLine.Model.UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        assertThat(usage.description()).as(name).isNotEmpty();
        assertThat(usage.exitCodeList()).as(name).containsKeys("0", "1", "2");
        assertThat(command.getCommandSpec().findOption("--help")).as(name).isNotNull();
        if (!WITHOUT_EXAMPLE.contains(name)) {
            assertThat(usage.footer()[0]).as(name).startsWith("Example");
            assertThat(String.join("\n", usage.footer())).as(name).contains("latebind " + name.split(" ", -1)[1]);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void describesEveryOptionAndParameter(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        command.getCommandSpec()
                .options()
                .forEach(option -> assertThat(option.description())
                        .as(name + " " + option.longestName())
                        .isNotEmpty());
        command.getCommandSpec()
                .positionalParameters()
                .forEach(parameter -> assertThat(parameter.description())
                        .as(name + " " + parameter.paramLabel())
                        .isNotEmpty());
    }

    /** A line that is torn apart cannot be copied. */
    @ParameterizedTest
    @MethodSource("commands")
    void itsExamplesFitTheScreen(CommandLine command) {
        assertThat(Stream.of(command.getCommandSpec().usageMessage().footer()).filter(line -> line.startsWith("  ")))
                .as(command.getCommandSpec().qualifiedName())
                .allMatch(line -> line.replace("%%", "%").length() <= SCREEN);
    }

    /** Examples that the program would refuse teach nothing. */
    @ParameterizedTest
    @MethodSource("commands")
    void itsExamplesAreWordsThatItKnows(CommandLine command) {
        for (String line : command.getCommandSpec().usageMessage().footer()) {
            if (line.startsWith("  latebind ") && !line.contains("…") && !line.endsWith("\\")) {
                String[] words =
                        words(line.strip().replaceFirst("^latebind ", "").replaceFirst(" *[>#].*", ""));
                assertThat(parses(words)).as(line).isTrue();
            }
        }
    }

    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        java.util.regex.Matcher word =
                java.util.regex.Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(line);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2));
        }
        return words.toArray(String[]::new);
    }

    private static boolean parses(String[] words) {
        try {
            new Cli(directory).program().parseArgs(words);
            return true;
        } catch (CommandLine.ParameterException refused) {
            throw new AssertionError(refused.getMessage(), refused);
        }
    }

    @Test
    void theFirstHelpEndsWithTheWalk() {
        String help = new Cli(directory).run("--help").out();
        assertThat(help.lines().toList().reversed().stream().limit(8).toList().reversed())
                .containsExactly(
                        "From a file of tokens, one a line, to provisioned devices:",
                        "  export LATEBIND_API_KEY=$(cat latebind-data/owner.key)  # or your own key",
                        "  latebind claim --file tokens.txt --tags pilot",
                        "  latebind commands add --tag pilot key --sec-tag 42 finished",
                        "  latebind devices list --tag pilot     # devices show DEVICE: what to do next",
                        "  latebind watch DEVICE                 # waits until it is PROVISIONED",
                        "",
                        "latebind COMMAND --help tells more about a command.");
    }

    @Test
    void namesWhatCanFollowAGroup() {
        Cli.Run run = new Cli(directory).run("tags");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "latebind: Missing required subcommand: create, delete, list\n`latebind tags --help` tells what can be said.\n");
    }

    @Test
    void suggestsTheNearestSubcommand() {
        Cli.Run run = new Cli(directory).run("devices", "lst");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Did you mean: devices list");
    }
}
