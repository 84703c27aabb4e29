package io.latebind.cli.rule;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Owned;
import io.latebind.cli.client.Pages;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.ServiceRefused;
import io.latebind.cli.table.Cells;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Compares the files with the service, asks it what each change would reach, and carries the changes out. */
final class RulePlan {
    static final Resource RULES = Owned.RULE.all();

    private final ServiceClient client;
    private final boolean sendSecrets;
    private final boolean prune;
    private final boolean force;

    RulePlan(ServiceClient client, boolean sendSecrets, boolean prune, boolean force) {
        this.client = client;
        this.sendSecrets = sendSecrets;
        this.prune = prune;
        this.force = force;
    }

    static Resource rule(String id) {
        return Resource.of("/v1/provisioning-rules/{}", id);
    }

    /** @throws CommandFailed when the service would refuse a rule, naming it */
    List<PlannedStep> steps(List<WantedRule> wanted) {
        Map<String, JsonNode> existing = new LinkedHashMap<>();
        Pages.read(client, RULES, 0).items().forEach(rule -> existing.put(Cells.text(rule, "name"), rule));
        List<PlannedStep> steps = new ArrayList<>();
        for (WantedRule rule : wanted) {
            steps.add(naming(rule.place(), () -> step(rule, Optional.ofNullable(existing.remove(rule.name())))));
        }
        if (prune) {
            existing.forEach((name, rule) -> steps.add(remove(name, Cells.text(rule, "id"))));
        }
        return steps;
    }

    private PlannedStep step(WantedRule rule, Optional<JsonNode> existing) {
        if (existing.isEmpty()) {
            return new PlannedStep.Create(
                    rule,
                    client.send(Call.post(RULES.with("dryrun", true), rule.body()))
                            .body());
        }
        RuleComparison comparison = RuleComparison.of(rule, existing.get(), sendSecrets);
        if (!comparison.differs()) {
            return new PlannedStep.Keep(rule);
        }
        String id = Cells.text(existing.get(), "id");
        JsonNode reach = client.send(Call.patch(rule(id).with("dryrun", true), comparison.patch()))
                .body();
        return new PlannedStep.Change(rule, id, comparison, reach);
    }

    private PlannedStep remove(String name, String id) {
        return new PlannedStep.Remove(
                name,
                id,
                client.send(Call.delete(rule(id).with("dryrun", true))).body());
    }

    /** @throws CommandFailed when the service refuses, naming the rule */
    void carryOut(PlannedStep step) {
        naming(step.name(), () -> switch (step) {
            case PlannedStep.Create create ->
                client.send(Call.post(RULES, create.rule().body()));
            case PlannedStep.Change change ->
                client.send(Call.patch(rule(change.id()), change.comparison().patch()));
            case PlannedStep.Remove remove ->
                client.send(Call.delete(force ? rule(remove.id()).with("force", true) : rule(remove.id())));
            case PlannedStep.Keep keep -> keep;
        });
    }

    private interface Work<T> {
        T run();
    }

    private static <T> T naming(String place, Work<T> work) {
        try {
            return work.run();
        } catch (ServiceRefused refused) {
            throw new CommandFailed(refused.exitCode(), place + ": " + refused.getMessage(), refused.lines());
        }
    }
}
