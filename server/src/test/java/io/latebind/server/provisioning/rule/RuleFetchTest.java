package io.latebind.server.provisioning.rule;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.TestDevice;
import io.latebind.server.kernel.Origin;
import io.latebind.server.postgres.DatabaseFault;
import io.latebind.server.postgres.PgTransactor;
import io.latebind.server.provisioning.CommandRequest;
import io.latebind.server.provisioning.DeviceBuffers;
import io.latebind.server.provisioning.NewCommand;
import io.latebind.server.provisioning.QueuedCommand;
import io.latebind.server.provisioning.ServiceFixture;
import io.latebind.server.provisioning.link.DeviceLink;
import io.latebind.server.provisioning.link.FetchRequest;
import io.latebind.server.provisioning.link.LinkAnswer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a fetch costs with rules and without, and what is left of one that breaks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RuleFetchTest {
    private static final FetchRequest FETCH =
            new FetchRequest("", DeviceBuffers.DEFAULT, Optional.empty(), Optional.empty());

    private final List<String> statements = new ArrayList<>();
    private ServiceFixture service;
    private DeviceLink counted;

    @BeforeAll
    void start() {
        service = new ServiceFixture();
        counted = service.link(new PgTransactor(watched(service.database.dataSource())));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    /** The same data source, that writes down every statement that is prepared. */
    private DataSource watched(DataSource pool) {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (_, method, arguments) -> {
                    Object result = method.invoke(pool, arguments);
                    return result instanceof Connection connection ? watched(connection) : result;
                });
    }

    private Connection watched(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        statements.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException fault) {
                        throw fault.getCause() instanceof SQLException sql ? sql : fault;
                    }
                });
    }

    private LinkAnswer fetch(TestDevice device) {
        statements.clear();
        return counted.fetch(new Origin("198.51.100.7", "test"), device.jwt(service.clock.instant()), FETCH);
    }

    private ProvisioningRule rule(String tag, int commands) {
        List<NewCommand> list = new ArrayList<>();
        for (int i = 0; i < commands; i++) {
            list.add(new NewCommand(Optional.empty(), new CommandRequest.Config(Map.of("a", "b"))));
        }
        return done(service.ruleCreation.create(
                service.owner, new RuleDraft(tag, Optional.empty(), true, list, List.of(tag), RuleTrust.FIRST_USE)));
    }

    private List<QueuedCommand> commands(TestDevice device) {
        return done(service.queueReading.list(service.owner, device.uuid()));
    }

    @Test
    void takesTwoStatementsWhereNoRuleApplies() {
        ProvisioningRule rule = rule("counted", 1);
        TestDevice device = service.claimedDevice(List.of("counted"));
        assertThat(fetch(device)).isInstanceOf(LinkAnswer.Commands.class);
        assertThat(statements).hasSizeGreaterThan(2);
        assertThat(fetch(device)).isInstanceOf(LinkAnswer.Commands.class);
        assertThat(statements).as("received").hasSize(2);
        done(service.ruleChanges.setActive(service.owner, rule.id(), false));
        fetch(service.claimedDevice(List.of("counted")));
        assertThat(statements).as("inactive").hasSize(2);
        fetch(service.claimedDevice(List.of("no rule's")));
        assertThat(statements).as("other tag").hasSize(2);
    }

    @Test
    void takesTwoStatementsWhereARuleWaitsForRoom() {
        rule("filling", 19);
        rule("filling, waiting", 2);
        TestDevice device = service.claimedDevice(List.of("filling", "filling, waiting"));
        fetch(device);
        assertThat(statements).hasSizeGreaterThan(2);
        fetch(device);
        assertThat(statements).hasSize(2);
        assertThat(commands(device)).hasSize(19);
    }

    @Test
    void leavesNothingBehindWhenItBreaksBeforeTheRuleIsMarked() {
        rule("breaking", 2);
        TestDevice device = service.claimedDevice(List.of("breaking"));
        service.database.execute("ALTER TABLE device_rule ADD CONSTRAINT broken CHECK (version < 0) NOT VALID");
        try {
            assertThatThrownBy(() -> fetch(device)).isInstanceOf(DatabaseFault.class);
        } finally {
            service.database.execute("ALTER TABLE device_rule DROP CONSTRAINT broken");
        }
        assertThat(commands(device)).isEmpty();
        assertThat(fetch(device)).isInstanceOf(LinkAnswer.Commands.class);
        assertThat(commands(device)).hasSize(2);
    }
}
