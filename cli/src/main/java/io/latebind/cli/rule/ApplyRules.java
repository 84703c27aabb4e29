package io.latebind.cli.rule;

import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Confirmation;
import io.latebind.cli.client.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code latebind rules apply}. */
@Command(
        name = "apply",
        description = {
            "Makes the service's rules what YAML files say.",
            "",
            "Shows first what will be created and changed and which devices it reaches, and asks. A file holds one rule or several documents (---), like:",
            "  name: fleet-ca",
            "  tags: [pilot]",
            "  commands:",
            "    - request: {serverCertificate: {secTag: 42, content: {file: ca.pem}}}",
            "    - request: {clientPrivateKeyGeneration: {secTag: 42}}",
            "{file: NAME} takes a certificate, password or secret from a file beside the YAML file. A rule that a file does not mention"
                    + " stays, unless --prune removes it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:applied; or nothing differs",
            "1:the service refused or could not be reached, or the question was answered no",
            "2:the words or the files cannot be used; or with --plan-only: something differs"
        },
        footer = {
            "Examples:",
            "  latebind rules apply -f rules.yaml",
            "  latebind rules apply -f rules.yaml --prune --plan-only"
        })
final class ApplyRules implements Callable<Integer> {
    private static final int DIFFERS = 2;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Confirmation confirmation;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "A YAML file; may be given several times; - reads the standard input.")
    private List<String> files = List.of();

    @Option(names = "--prune", description = "Remove the team's rules that the files do not mention.")
    private boolean prune;

    @Option(
            names = "--force",
            description = "With --prune: also rules that devices still wait for or have open commands of.")
    private boolean force;

    @Option(
            names = "--send-secrets",
            description = "Send secrets again although nothing else differs: stored ones cannot be compared.")
    private boolean sendSecrets;

    @Option(names = "--plan-only", description = "Only show what would be done.")
    private boolean planOnly;

    @Override
    public Integer call() {
        List<WantedRule> wanted = new RuleFiles(session.surroundings()).read(files);
        if (wanted.isEmpty()) {
            throw session.wrong("There is no rule in " + String.join(", ", files));
        }
        RulePlan plan = new RulePlan(session.client(), sendSecrets, prune, force);
        List<PlannedStep> steps = plan.steps(wanted);
        boolean changes = PlannedStep.changesAnything(steps);
        if (planOnly || !changes) {
            session.show(PlanText.json(steps, false), () -> PlanText.lines(steps));
            return changes ? DIFFERS : 0;
        }
        PlanText.lines(steps).forEach(session::say);
        confirmation.demand("Apply?");
        carryOut(plan, steps);
        session.show(PlanText.json(steps, true), () -> List.of("Applied. `latebind rules list` shows the rules."));
        return 0;
    }

    private void carryOut(RulePlan plan, List<PlannedStep> steps) {
        List<String> done = new ArrayList<>();
        for (PlannedStep step : steps) {
            if (step instanceof PlannedStep.Keep) {
                continue;
            }
            try {
                plan.carryOut(step);
                done.add(step.name());
                session.say("done  " + step.name());
            } catch (CommandFailed failed) {
                List<String> lines = new ArrayList<>(failed.lines());
                lines.add(
                        done.isEmpty()
                                ? "Nothing was applied."
                                : "Applied before it: " + String.join(", ", done) + ". What follows it was not.");
                throw new CommandFailed(failed.exitCode(), String.valueOf(failed.getMessage()), lines);
            }
        }
    }
}
