package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static io.latebind.server.provisioning.ServiceFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.CorrelationId;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.TestDevice;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.provisioning.link.FetchRequest;
import io.latebind.server.provisioning.link.LinkAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** One device, its user and its network through the real service; after every step everything that was promised is checked. */
final class DeviceHistory {
    private static final Origin FROM = new Origin("198.51.100.7", "test");
    private static final int FAILURES_PER_CENT = 12;
    private static final int MAX_ROUNDS_TO_THE_END = 60;
    private static final String ARROW = "   → ";

    private final ServiceFixture service;
    private final TestDevice identity;
    private final ModelDevice device;
    private final QueueModel model = new QueueModel();
    private final CertificateModel certificates;
    private final HistoryChecks checks;
    private final Set<String> correlations = new HashSet<>();
    private final List<String> log = new ArrayList<>();
    private final HistoryNames names = new HistoryNames();
    private final RuleModel rules;
    private long counter;
    private boolean blocked;

    /** @param counter deliveries that the device had before */
    DeviceHistory(ServiceFixture service, long counter) {
        this.service = service;
        this.identity = TestDevice.create();
        this.device = new ModelDevice(identity);
        this.certificates = new CertificateModel(service, identity, model);
        this.checks = new HistoryChecks(service, identity, device, model);
        this.rules = new RuleModel(service, identity.uuid().toString());
        done(service.claims.claim(service.owner, identity.attestationToken(), tags()));
        this.counter = counter;
        service.database.execute(
                "UPDATE claimed_device SET attempts = " + counter + " WHERE device_uuid = '" + identity.uuid() + "'");
        note("claim");
        certificates.signer(SwitchableSigner.Mood.SIGNS);
    }

    /** What happened so far, a line for each step. */
    String log() {
        return String.join("\n", log);
    }

    void perform(HistoryStep step) {
        Random dice = new Random(step.dice());
        switch (step.kind()) {
            case ADD -> add(HistoryRequests.any(dice));
            case ADD_KEY_TO_CERTIFY -> add(HistoryRequests.keyToCertify(dice));
            case FETCH -> device(fetch(HistoryRequests.buffers(dice), hint(dice)), dice, FAILURES_PER_CENT);
            case LOSE_FETCH_ANSWER -> {
                fetch(HistoryRequests.buffers(dice), hint(dice));
                note("  the answer was lost");
            }
            case REPORT -> any(device.unsent(), 0, dice).ifPresent(report -> send(taken(report)));
            case REPORT_LATE -> any(device.unsent(), 1, dice).ifPresent(report -> send(taken(report)));
            case REPORT_AGAIN -> any(device.sent(), 0, dice).ifPresent(this::send);
            case REPORT_IN_PART ->
                any(device.unsent(), 0, dice)
                        .ifPresent(report -> send(taken(report).stream()
                                .filter(_ -> dice.nextBoolean())
                                .toList()));
            case LOSE_REPORT ->
                any(device.unsent(), 0, dice).ifPresent(report -> {
                    taken(report);
                    note("lost " + report.stream().map(names::named).toList());
                });
            case RESET -> model.pick(dice, CommandStatus.FAILED).ifPresent(this::reset);
            case SKIP -> model.pick(dice, CommandStatus.FAILED).ifPresent(this::skip);
            case DELETE -> model.pick(dice, CommandStatus.SUCCEEDED).ifPresent(this::delete);
            case BLOCK -> block(true);
            case UNBLOCK -> block(false);
            case DISCARD -> {
                done(service.changes.discard(service.owner, identity.uuid()));
                model.discarded();
                note("discard");
            }
            case RESET_ALL -> resetAll();
            case CLAIM_AGAIN -> claimAgain();
            case MAKE_RULE -> note(rules.make(dice));
            case CHANGE_RULE -> note(rules.change(dice));
            case APPLY_RULE -> note(rules.apply(dice));
            case SWITCH_RULE -> note(rules.switchOver(dice));
            case DELETE_RULE -> note(rules.delete(dice));
            case DELETE_COMMANDS_OF_RULES -> deleteCommandsOfRules();
            case SIGNER_GOES_AWAY -> note(certificates.signer(SwitchableSigner.Mood.IS_AWAY));
            case SIGNER_REFUSES -> note(certificates.signer(SwitchableSigner.Mood.REFUSES));
            case SIGNER_COMES_BACK -> note(certificates.signer(SwitchableSigner.Mood.SIGNS));
            case TRY_CERTIFICATES_AGAIN -> tryCertificatesAgain();
        }
        check();
    }

    /** Unblocked, with failures skipped and a device that fails no more, every command comes to its end. */
    void bringToItsEnd() {
        if (blocked) {
            block(false);
        }
        note(certificates.signer(SwitchableSigner.Mood.SIGNS));
        boolean quiet = false;
        for (int i = 0; i < MAX_ROUNDS_TO_THE_END && !quiet; i++) {
            model.listed().stream()
                    .filter(id -> model.status(id) == CommandStatus.FAILED)
                    .forEach(this::skip);
            tryCertificatesAgain();
            device(fetch(DeviceBuffers.DEFAULT, device.after()), new Random(0), 0);
            if (!device.unsent().isEmpty()) {
                send(taken(device.unsent().getLast()));
            }
            check();
            // nothing came, also not from rules
            quiet = model.open().isEmpty()
                    && model.awaiting().isEmpty()
                    && !inError()
                    && device.unsent().isEmpty();
        }
        assertThat(model.open()).as("commands that never end").isEmpty();
    }

    private boolean inError() {
        return model.oracle().status() == DeviceStatus.ERROR;
    }

    private void add(CommandRequest request) {
        Outcome<QueuedCommand> added =
                service.changes.add(service.owner, identity.uuid(), new NewCommand(Optional.empty(), request));
        if (model.counted().size() >= 20) {
            assertThat(refused(added).code()).isEqualTo(40000);
            return;
        }
        CommandId id = done(added).id();
        names.call(id, "c", request.type());
        certificates.added(id, request);
        model.added(id, request.type(), StatusOracle.By.USER);
        note("add " + names.named(id));
    }

    /** What rules must have added in this fetch, they have, and an implicit {@code finished} behind it. */
    private void rulesAdd() {
        if (blocked || inError()) {
            return;
        }
        List<NewCommand> expected = rules.atFetch(model.counted().size());
        List<QueuedCommand> listed = done(service.queueReading.list(service.owner, identity.uuid()));
        List<QueuedCommand> added = listed.stream()
                .filter(command -> !model.facts().containsKey(command.id()))
                .toList();
        assertThat(added.stream().map(QueuedCommand::type))
                .as("what rules add")
                .containsExactlyElementsOf(expected.stream()
                        .map(command -> command.request().type())
                        .toList());
        for (QueuedCommand command : added) {
            names.call(command.id(), "r", command.type());
            certificates.added(command.id(), command.requestNow());
            model.added(command.id(), command.type(), StatusOracle.By.RULE);
        }
        if (!added.isEmpty() && model.lacksImplicit()) {
            CommandId implicit = rules.newestImplicit(identity.uuid());
            names.call(implicit, "implicit", CommandType.FINISHED);
            model.added(implicit, CommandType.FINISHED, StatusOracle.By.SERVICE);
        }
        if (!added.isEmpty()) {
            note("  rules added "
                    + added.stream().map(command -> names.named(command.id())).toList());
        }
    }

    private void deleteCommandsOfRules() {
        note("delete commands of rules");
        model.ofRules().forEach(id -> {
            if (model.status(id) == CommandStatus.IN_PROGRESS) {
                skip(id);
            }
            delete(id);
        });
    }

    /** Rules are the team's, and other histories have the same team. */
    void end() {
        rules.deleteAll();
    }

    private List<String> tags() {
        return List.of(identity.uuid().toString());
    }

    private List<DeviceCommand> fetch(DeviceBuffers buffers, String after) {
        LinkAnswer answer =
                service.link.fetch(FROM, jwt(), new FetchRequest(after, buffers, Optional.empty(), Optional.empty()));
        rulesAdd();
        if (!blocked && !inError() && !model.awaiting().isEmpty()) {
            assertThat(answer).isInstanceOf(LinkAnswer.TryAgain.class);
            note("fetch " + buffers + ": come again");
            return List.of();
        }
        boolean nothingIsDue = blocked || inError() || model.open().isEmpty();
        if (!(answer instanceof LinkAnswer.Commands(byte[] encoded))) {
            assertThat(answer).isInstanceOf(LinkAnswer.Nothing.class);
            note("fetch " + buffers + ": nothing");
            if (!nothingIsDue) {
                CommandId head = model.open().getFirst();
                assertThat(model.oracle().fact(head).type()).as("given up").isNotEqualTo(CommandType.FINISHED);
                model.headGivenUp(head);
            }
            return List.of();
        }
        List<DeviceCommand> batch = decoded(encoded);
        note("fetch " + buffers + ": "
                + batch.stream()
                        .map(record -> names.named(record.correlation()))
                        .toList());
        assertThat(nothingIsDue)
                .as("blocked, in ERROR or nothing open, and yet something is delivered")
                .isFalse();
        Map<CommandId, Integer> delivered = new LinkedHashMap<>();
        for (DeviceCommand record : batch) {
            assertThat(correlations.add(record.correlation()))
                    .as("%s is used for the first time", record.correlation())
                    .isTrue();
            CorrelationId id = CorrelationId.parse(record.correlation()).orElseThrow();
            if (delivered.putIfAbsent(id.command(), id.attempt()) == null) {
                counter++;
                assertThat(id.attempt()).as("attempt").isEqualTo((int) ((counter - 1) % 0xfffff) + 1);
            }
        }
        List<CommandId> ids = List.copyOf(delivered.keySet());
        assertThat(ids)
                .as("the head of what is open, in order")
                .isEqualTo(model.open().subList(0, ids.size()));
        model.delivered(delivered);
        return batch;
    }

    private void device(List<DeviceCommand> batch, Random dice, int failuresPerCent) {
        if (!batch.isEmpty()) {
            device.execute(batch, dice, failuresPerCent);
            note("  executed: "
                    + device.unsent().getLast().stream().map(names::named).toList());
        }
    }

    private List<DeviceResponse> taken(List<DeviceResponse> report) {
        device.unsent().remove(report);
        return report;
    }

    private void send(List<DeviceResponse> report) {
        if (report.isEmpty()) {
            return;
        }
        device.sent().add(report);
        List<CommandId> before = model.awaiting();
        assertThat(service.link.report(FROM, jwt(), DeviceMessages.encodeResponses(report)))
                .isInstanceOf(LinkAnswer.Acknowledged.class);
        model.reported(report, certificates.signing(), device.forged());
        note("report " + report.stream().map(names::named).toList());
        List<CommandId> reported =
                model.awaiting().stream().filter(key -> !before.contains(key)).toList();
        certified(blocked ? List.of() : reported);
    }

    /** Later than any pause between two tries. */
    private void tryCertificatesAgain() {
        note("try certificates again");
        service.clock.advance(Duration.ofMinutes(2));
        certificates.rounds();
        certified(blocked ? List.of() : model.awaiting());
    }

    /** What the signer's mood makes of keys that were tried for just now. */
    private void certified(List<CommandId> keys) {
        certificates.tried(keys).forEach((certificate, key) -> {
            names.call(certificate, "cert-of-" + names.named(key));
            note("  " + names.named(certificate) + " was added");
        });
    }

    private String jwt() {
        return identity.jwt(service.clock.instant());
    }

    private void reset(CommandId id) {
        Outcome<QueuedCommand> outcome = service.changes.reset(service.owner, identity.uuid(), id);
        note("reset " + names.named(id));
        if (model.status(id) == CommandStatus.PENDING || model.secretErased(id)) {
            refused(outcome);
            return;
        }
        done(outcome);
        model.reset(id);
    }

    private void skip(CommandId id) {
        Outcome<QueuedCommand> outcome = service.changes.skip(service.owner, identity.uuid(), id);
        note("skip " + names.named(id));
        if (model.status(id) == CommandStatus.SUCCEEDED || model.status(id) == CommandStatus.SKIPPED) {
            refused(outcome);
            return;
        }
        done(outcome);
        model.skipped(id);
    }

    private void delete(CommandId id) {
        Outcome<ProvisioningQueue> outcome = service.changes.delete(service.owner, identity.uuid(), id);
        note("delete " + names.named(id));
        if (model.status(id) == CommandStatus.IN_PROGRESS) {
            refused(outcome);
            return;
        }
        done(outcome);
        model.deleted(id);
    }

    private void resetAll() {
        Outcome<ProvisioningQueue> outcome = service.changes.resetAll(service.owner, identity.uuid(), true);
        note("reset all");
        if (model.ofUsers().stream().anyMatch(model::secretErased)) {
            refused(outcome);
            return;
        }
        done(outcome);
        model.wholeReset();
        rules.armed();
    }

    private void block(boolean flag) {
        Outcome<?> outcome = service.blocking.setBlocked(service.owner, identity.uuid(), flag);
        assertThat(outcome).isInstanceOf(flag == blocked ? Outcome.Refused.class : Outcome.Done.class);
        blocked = flag;
        note(flag ? "block" : "unblock");
    }

    private void claimAgain() {
        done(service.unclaims.unclaim(service.owner, identity.uuid(), false));
        done(service.claims.claim(service.owner, identity.attestationToken(), tags()));
        model.claimedAgain();
        rules.armed();
        blocked = false;
        note("unclaim and claim");
    }

    private void check() {
        DeviceStatus status = checks.check(blocked);
        if (!log.getLast().contains(ARROW)) {
            log.set(log.size() - 1, log.getLast() + ARROW + status);
        }
    }

    /** The report that many before the newest. */
    private static Optional<List<DeviceResponse>> any(List<List<DeviceResponse>> reports, int back, Random dice) {
        int chosen = reports.size() - 1 - (back == 0 ? 0 : back + dice.nextInt(3));
        return chosen < 0 ? Optional.empty() : Optional.of(reports.get(chosen));
    }

    private String hint(Random dice) {
        return dice.nextInt(8) == 0 ? "nonsense" : device.after();
    }

    private static List<DeviceCommand> decoded(byte[] encoded) {
        return switch (DeviceMessages.decodeCommands(encoded)) {
            case Decoding.Decoded<List<DeviceCommand>>(List<DeviceCommand> commands) -> commands;
            case Decoding.Malformed<List<DeviceCommand>>(String reason) -> throw new AssertionError(reason);
        };
    }

    private void note(String line) {
        log.add(line);
    }
}
