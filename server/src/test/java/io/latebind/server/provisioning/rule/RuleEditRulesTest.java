package io.latebind.server.provisioning.rule;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static io.latebind.server.provisioning.ServiceFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.Secret;
import io.latebind.server.provisioning.CommandRequest;
import io.latebind.server.provisioning.NewCommand;
import io.latebind.server.provisioning.SecTag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a change makes of a rule: versions, and secrets that are left out (specification 7.2). */
class RuleEditRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final CommandRequest.ClientPrivateKey.EncryptedKey KEY =
            new CommandRequest.ClientPrivateKey.EncryptedKey(new Secret("pem"), new Secret("password"));

    private final ProvisioningRule rule = new ProvisioningRule(
            new RuleId(new UUID(0, 1)),
            "r",
            Optional.of("described"),
            true,
            4,
            2,
            List.of(psk("a", Optional.of(new Secret("00"))), key(Optional.of(KEY))),
            List.of("t"),
            RuleTrust.FIRST_USE,
            new MemberId(new UUID(0, 0)),
            NOW,
            NOW);

    private static NewCommand psk(String identity, Optional<Secret> secret) {
        return new NewCommand(Optional.empty(), new CommandRequest.PreSharedKey(new SecTag(1), identity, secret));
    }

    private static NewCommand key(Optional<CommandRequest.ClientPrivateKey.EncryptedKey> key) {
        return new NewCommand(Optional.empty(), new CommandRequest.ClientPrivateKey(new SecTag(2), key));
    }

    private Outcome<ProvisioningRule> withCommands(NewCommand... commands) {
        return RuleEditRules.edited(
                rule,
                new RuleEdit(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(List.of(commands)),
                        Optional.empty(),
                        Optional.empty()),
                NOW);
    }

    @Test
    void isANewVersionWhereACommandChangesAndNotAppliedByThat() {
        ProvisioningRule edited = done(withCommands(psk("b", Optional.of(new Secret("00"))), key(Optional.of(KEY))));
        assertThat(edited.version()).isEqualTo(5);
        assertThat(edited.appliedVersion()).isEqualTo(2);
        assertThat(done(withCommands(psk("a", Optional.of(new Secret("01"))), key(Optional.of(KEY))))
                        .version())
                .as("another secret")
                .isEqualTo(5);
    }

    @Test
    void isTheSameVersionWhereTheCommandsAreTheSame() {
        assertThat(done(withCommands(psk("a", Optional.empty()), key(Optional.empty()))))
                .isEqualTo(rule);
    }

    @Test
    void keepsSecretsThatAreLeftOutByPlaceAndType() {
        ProvisioningRule edited = done(withCommands(psk("b", Optional.empty()), key(Optional.empty())));
        assertThat(edited.commands()).containsExactly(psk("b", Optional.of(new Secret("00"))), key(Optional.of(KEY)));
    }

    @Test
    void refusesSecretsThatAreNotStoredAtTheirPlaceAndNamesThemAll() {
        Refusal refusal = refused(withCommands(key(Optional.empty()), psk("b", Optional.empty())));
        assertThat(refusal.problems())
                .extracting(problem -> problem.pointer())
                .containsExactly("/commands/0/request/clientPrivateKey", "/commands/1/request/preSharedKey");
    }

    @Test
    void changesWhatIsGivenAlone() {
        ProvisioningRule edited = done(RuleEditRules.edited(
                rule,
                new RuleEdit(
                        Optional.of("renamed"),
                        Optional.of(""),
                        Optional.of(false),
                        Optional.empty(),
                        Optional.of(List.of("u")),
                        Optional.of(RuleTrust.REGISTRY)),
                NOW.plusSeconds(1)));
        assertThat(edited)
                .isEqualTo(new ProvisioningRule(
                        rule.id(),
                        "renamed",
                        Optional.empty(),
                        false,
                        4,
                        2,
                        rule.commands(),
                        List.of("u"),
                        RuleTrust.REGISTRY,
                        rule.createdBy(),
                        rule.createdAt(),
                        NOW.plusSeconds(1)));
    }
}
