package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.provisioning.rule.ProvisioningRule;
import io.latebind.server.provisioning.rule.RuleDraft;
import io.latebind.server.provisioning.rule.RuleEdit;
import io.latebind.server.provisioning.rule.RuleTrust;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/** The rules of one device's tag in a random history, and what they must add to its queue, by the words of specification 7.2. */
final class RuleModel {
    private static final int MOST_RULES = 4;

    private final ServiceFixture service;
    private final String tag;
    private final List<ProvisioningRule> rules = new ArrayList<>();
    /** Applied by the user in this version. */
    private final Map<RuleId, Integer> applied = new HashMap<>();
    /** What the device has had since its claim or the last whole reset. */
    private final Map<RuleId, Integer> received = new HashMap<>();

    private int made;

    RuleModel(ServiceFixture service, String tag) {
        this.service = service;
        this.tag = tag;
    }

    String make(Random dice) {
        if (rules.size() == MOST_RULES) {
            return "no more rules";
        }
        RuleDraft draft = new RuleDraft(
                tag + " " + ++made,
                Optional.empty(),
                dice.nextInt(5) != 0,
                commands(dice),
                List.of("unborne", tag),
                RuleTrust.FIRST_USE);
        rules.add(done(service.ruleCreation.create(service.owner, draft)));
        return "rule " + shown(rules.getLast());
    }

    String change(Random dice) {
        return change(dice, rule -> {
            RuleEdit edit = new RuleEdit(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(commands(dice)),
                    Optional.empty(),
                    Optional.empty());
            return done(service.ruleChanges.edit(service.owner, rule.id(), edit));
        });
    }

    String switchOver(Random dice) {
        return change(dice, rule -> done(service.ruleChanges.setActive(service.owner, rule.id(), !rule.active())));
    }

    String apply(Random dice) {
        return change(dice, rule -> {
            if (!rule.active()) {
                return rule;
            }
            int older = received.getOrDefault(rule.id(), 0);
            assertThat(done(service.ruleChanges.apply(service.owner, rule.id())))
                    .isEqualTo(older > 0 && older < rule.version() ? 1 : 0);
            applied.put(rule.id(), rule.version());
            return rule;
        });
    }

    String delete(Random dice) {
        if (rules.isEmpty()) {
            return "no rule";
        }
        ProvisioningRule gone = rules.remove(dice.nextInt(rules.size()));
        done(service.ruleDeletion.delete(service.owner, gone.id(), true));
        return "deleted " + shown(gone);
    }

    void deleteAll() {
        while (!rules.isEmpty()) {
            delete(new Random(0));
        }
    }

    private interface Change {
        ProvisioningRule of(ProvisioningRule rule);
    }

    private String change(Random dice, Change change) {
        if (rules.isEmpty()) {
            return "no rule";
        }
        int chosen = dice.nextInt(rules.size());
        rules.set(chosen, change.of(rules.get(chosen)));
        return "rule now " + shown(rules.get(chosen));
    }

    void armed() {
        received.clear();
    }

    /** The commands that a fetch adds now to a queue of so many. */
    List<NewCommand> atFetch(int listed) {
        List<NewCommand> added = new ArrayList<>();
        for (ProvisioningRule rule : rules) {
            int had = received.getOrDefault(rule.id(), 0);
            boolean due = rule.active() && (had == 0 || had < applied.getOrDefault(rule.id(), 0));
            if (due && listed + added.size() + rule.commands().size() <= 20) {
                added.addAll(rule.commands());
                received.put(rule.id(), rule.version());
            }
        }
        return added;
    }

    /** The only thing that no use case shows. */
    CommandId newestImplicit(DeviceUuid device) {
        String sql = "SELECT id FROM provisioning_command WHERE implicit AND device_uuid = '" + device
                + "' ORDER BY place DESC LIMIT 1";
        try (Connection connection = service.database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).as("there is an implicit finished").isTrue();
            return new CommandId(row.getObject(1, UUID.class));
        } catch (SQLException fault) {
            throw new AssertionError(fault);
        }
    }

    private static List<NewCommand> commands(Random dice) {
        int count = dice.nextInt(12) == 0 ? 9 : 1 + dice.nextInt(3);
        return IntStream.range(0, count)
                .mapToObj(_ -> new NewCommand(Optional.empty(), HistoryRequests.any(dice)))
                .toList();
    }

    private static String shown(ProvisioningRule rule) {
        return rule.name().substring(rule.name().lastIndexOf(' ') + 1) + " v" + rule.version()
                + (rule.active() ? " " : " inactive ")
                + rule.commands().stream()
                        .map(command -> command.request().type().key())
                        .toList();
    }
}
