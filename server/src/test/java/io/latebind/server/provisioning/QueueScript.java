package io.latebind.server.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.SigStructureVariant;
import io.latebind.server.TestDevice;
import io.latebind.server.TestKeygen;
import io.latebind.server.certificate.CertificateId;
import io.latebind.server.certificate.Issuance;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.identity.DeviceKeys;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RuleId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A queue that a test drives through the pure rules: what users do, what the device fetches and reports. */
final class QueueScript {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final int MAX_DELIVERIES = 5;
    static final String TOKEN = "AAAA.BBBB";

    private ProvisioningQueue queue = new ProvisioningQueue(List.of(), RunFacts.NONE, 0);
    private final TestDevice device = TestDevice.create();
    private final List<HistoryEntry> history = new ArrayList<>();
    private DeviceBuffers buffers = DeviceBuffers.DEFAULT;
    private long ids;

    ProvisioningQueue queue() {
        return queue;
    }

    QueueScript withAttempts(long attempts) {
        queue = new ProvisioningQueue(queue.commands(), queue.run(), attempts);
        return this;
    }

    void buffers(int rxMaxSize, int txMaxSize, int limit) {
        buffers = new DeviceBuffers(rxMaxSize, txMaxSize, limit);
    }

    CommandId add(CommandRequest request) {
        return must(tryAdd(request)).command().orElseThrow().id();
    }

    Outcome<QueueRules.Change> tryAdd(CommandRequest request) {
        return QueueRules.add(queue, nextId(), new NewCommand(Optional.empty(), request), "tester", NOW);
    }

    /** What a rule adds in one fetch, and the implicit {@code finished} where it needs one; the ids of its commands. */
    List<CommandId> addByRule(CommandRequest... requests) {
        List<CommandId> fresh = Arrays.stream(requests).map(_ -> nextId()).toList();
        List<NewCommand> commands = Arrays.stream(requests)
                .map(request -> new NewCommand(Optional.empty(), request))
                .toList();
        CommandOrigin.Rule rule = new CommandOrigin.Rule(new RuleId(new UUID(0, 1)), 1);
        queue = AdditionRules.append(queue, commands, rule, "rule r v1", fresh, NOW);
        queue = AdditionRules.finish(queue, nextId(), NOW);
        return fresh;
    }

    private CommandId nextId() {
        return new CommandId(new UUID(0x0190L << 48, ++ids));
    }

    /** The open implicit {@code finished}. */
    CommandId implicit() {
        return queue.openImplicit().orElseThrow().id();
    }

    boolean hasImplicit() {
        return queue.openImplicit().isPresent();
    }

    void reset(CommandId id) {
        must(QueueRules.reset(queue, id, NOW));
    }

    void skip(CommandId id) {
        must(QueueRules.skip(queue, id, NOW));
    }

    void delete(CommandId id) {
        must(QueueRules.delete(queue, id, NOW));
    }

    void resetAll() {
        must(QueueRules.resetAll(queue, false, NOW));
    }

    void discard() {
        queue = QueueRules.discard(queue).queue();
    }

    /** The correlation ids of the batch. */
    List<String> fetch() {
        return fetch(false, "").stream().map(DeviceCommand::correlation).toList();
    }

    List<DeviceCommand> fetch(boolean blocked, String after) {
        FetchRules.Delivery delivery = FetchRules.fetch(
                queue,
                blocked,
                after,
                buffers,
                MAX_DELIVERIES,
                Optional.of(Instant.parse("2026-11-21T12:00:00Z")),
                NOW);
        queue = delivery.queue();
        history.addAll(delivery.history());
        return delivery.batch();
    }

    void report(DeviceResponse... responses) {
        ReportRules.Recorded recorded = ReportRules.report(queue, Arrays.asList(responses), reporter(), NOW);
        queue = recorded.queue();
        history.addAll(recorded.history());
    }

    /** Fetches once; the device succeeds with everything. */
    void deliverAndSucceed() {
        report(fetch(false, "").stream().map(QueueScript::success).toArray(DeviceResponse[]::new));
    }

    /** The device has proven its key. */
    Reporter reporter() {
        CandidateKey key = new CandidateKey(SigStructureVariant.ATTESTATION_NULL_PAYLOAD, device.publicKey());
        return new Reporter(device.uuid(), new DeviceKeys.Pinned(key));
    }

    /** The device made a key of its own in this security tag, and says so. */
    DeviceResponse made(String correlation, KeyPairs key, int secTag) {
        return reply(correlation, TestKeygen.genuine(device, key.pair(), secTag));
    }

    static DeviceResponse reply(String correlation, String token) {
        return new DeviceResponse.AtResponse(correlation, "%KEYGEN: \"" + token + "\"\r\nOK\r\n");
    }

    /** Tries to issue a certificate for the key of {@code id}; false when nobody waits for it. */
    boolean settle(CommandId id, Issuance issuance, Instant now) {
        Optional<IssuanceRules.Settled> settled =
                IssuanceRules.settle(queue, command(id).attempt(), issuance, nextId(), now);
        settled.ifPresent(done -> {
            queue = done.queue();
            history.addAll(done.history());
        });
        return settled.isPresent();
    }

    /** The certificate for the key of {@code id} is issued; the id of the command that writes it. */
    CommandId issue(CommandId id, KeyPairs key) {
        assertThat(settle(
                        id,
                        new Issuance.Issued(
                                new CertificateId(new UUID(0, 9)), key.certificatePem(), NOW.plusSeconds(86400)),
                        NOW))
                .isTrue();
        return new CommandId(new UUID(0x0190L << 48, ids));
    }

    /** {@code id} makes a key, whose certificate is still to come. */
    KeyPairs makeKey(CommandId id, int secTag) {
        KeyPairs key = KeyPairs.make();
        String correlation = fetch(false, "").stream()
                .map(DeviceCommand::correlation)
                .filter(text -> text.startsWith(id + ".") && !text.endsWith(".s"))
                .findFirst()
                .orElseThrow();
        report(made(correlation, key, secTag));
        assertThat(command(id).issuance()).isPresent();
        return key;
    }

    static DeviceResponse success(DeviceCommand command) {
        return switch (command) {
            case DeviceCommand.AtCommand at -> ok(at.correlation());
            case DeviceCommand.ConfigCommand config -> new DeviceResponse.ConfigResponse(config.correlation());
            case DeviceCommand.FinishedCommand finished -> new DeviceResponse.FinishedResponse(finished.correlation());
        };
    }

    static DeviceResponse ok(String correlation) {
        return new DeviceResponse.AtResponse(correlation, "%KEYGEN: \"" + TOKEN + "\"\r\nOK\r\n");
    }

    static DeviceResponse error(String correlation, long cmeError) {
        return new DeviceResponse.ErrorResponse(correlation, cmeError, "+CME ERROR: " + cmeError + "\r\n");
    }

    static DeviceResponse finished(String correlation) {
        return new DeviceResponse.FinishedResponse(correlation);
    }

    QueuedCommand command(CommandId id) {
        return queue.find(id).orElseThrow();
    }

    CommandStatus commandStatus(CommandId id) {
        return command(id).status();
    }

    List<CommandStatus> statuses() {
        return queue.listed().stream().map(QueuedCommand::status).toList();
    }

    DeviceStatus status() {
        return StatusRules.statusOf(queue);
    }

    List<HistoryEntry.Kind> kinds() {
        return history.stream().map(HistoryEntry::kind).toList();
    }

    List<HistoryEntry> history() {
        return List.copyOf(history);
    }

    HistoryEntry lastEntry() {
        return history.getLast();
    }

    /** Forgets the history so far. */
    void turnPage() {
        history.clear();
    }

    private QueueRules.Change must(Outcome<QueueRules.Change> outcome) {
        return switch (outcome) {
            case Outcome.Done<QueueRules.Change>(QueueRules.Change change) -> {
                queue = change.queue();
                yield change;
            }
            case Outcome.Refused<QueueRules.Change>(Refusal refusal) -> throw new AssertionError("refused: " + refusal);
        };
    }
}
