package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.QueueScript.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Every batch, whatever the queue and the buffers, is what specification 3.2 and 3.3 say. */
class BatchProperties {
    private static final int MAX_DELIVERIES = 5;
    private static final int TRIES = 500;

    @Provide
    Arbitrary<ProvisioningQueue> queues() {
        return QueueArbitraries.queues();
    }

    @Provide
    Arbitrary<DeviceBuffers> buffers() {
        return QueueArbitraries.buffers();
    }

    @Property(tries = TRIES)
    void theEncodedBodyAndItsRecordsFitTheDevice(
            @ForAll("queues") ProvisioningQueue queue, @ForAll("buffers") DeviceBuffers buffers) {
        List<DeviceCommand> batch = fetch(queue, buffers).batch();
        assertThat(batch).hasSizeLessThanOrEqualTo(buffers.limit());
        if (!batch.isEmpty()) {
            assertThat(DeviceMessages.encodeCommands(batch)).hasSizeLessThanOrEqualTo(buffers.rxMaxSize());
        }
    }

    @Property(tries = TRIES)
    void theBatchIsAWholeRunFromTheHeadWithStepsAndInOrder(
            @ForAll("queues") ProvisioningQueue queue, @ForAll("buffers") DeviceBuffers buffers) {
        List<DeviceCommand> batch = fetch(queue, buffers).batch();
        List<QueuedCommand> open = open(queue);
        List<DeviceCommand> expected = new ArrayList<>();
        for (int i = 0; i < open.size() && expected.size() < batch.size(); i++) {
            expected.addAll(SpecRecords.of(open.get(i), queue.attempts() + i + 1));
        }
        assertThat(batch).isEqualTo(expected);
    }

    @Property(tries = TRIES)
    void theExpectedAnswersFitTxMaxSizeUnlessTheHeadAloneDoesNot(
            @ForAll("queues") ProvisioningQueue queue, @ForAll("buffers") DeviceBuffers buffers) {
        List<QueuedCommand> delivered = delivered(queue, buffers);
        int answers = delivered.stream().mapToInt(SpecRecords::answers).sum();
        assertThat(delivered.size() <= 1 || answers <= buffers.txMaxSize())
                .as("%d bytes of answers to %d commands", answers, delivered.size())
                .isTrue();
    }

    @Property(tries = TRIES)
    void nothingIsDeliveredBehindFinished(
            @ForAll("queues") ProvisioningQueue queue, @ForAll("buffers") DeviceBuffers buffers) {
        List<QueuedCommand> delivered = delivered(queue, buffers);
        assertThat(delivered.stream().limit(Math.max(0, delivered.size() - 1)))
                .noneMatch(command -> command.type() == CommandType.FINISHED);
    }

    @Property(tries = TRIES)
    void finishedIsNotDeliveredWithACommandThatACertificateFollows(
            @ForAll("queues") ProvisioningQueue queue, @ForAll("buffers") DeviceBuffers buffers) {
        List<QueuedCommand> delivered = delivered(queue, buffers);
        assertThat(delivered.stream().anyMatch(command -> command.type() == CommandType.FINISHED)
                        && delivered.stream().anyMatch(BatchProperties::certificateFollows))
                .isFalse();
    }

    @Property(tries = TRIES)
    void nothingIsDeliveredBeforeACertificateThatIsToCome(
            @ForAll("queues") ProvisioningQueue queue, @ForAll("buffers") DeviceBuffers buffers) {
        List<QueuedCommand> commands = new ArrayList<>(queue.commands());
        commands.replaceAll(command ->
                command.status() == CommandStatus.SUCCEEDED && command.type().generatesKey()
                        ? command.withIssuance(Optional.of(IssuanceRules.reported(NOW)))
                        : command);
        ProvisioningQueue waiting = new ProvisioningQueue(commands, queue.run(), queue.attempts());
        FetchRules.Delivery delivery = fetch(waiting, buffers);
        if (waiting.awaitingCertificates().isEmpty()) {
            assertThat(delivery.comeAgain()).isFalse();
        } else {
            assertThat(delivery.comeAgain()).isTrue();
            assertThat(delivery.batch()).isEmpty();
            assertThat(delivery.queue()).isEqualTo(waiting);
        }
    }

    private static boolean certificateFollows(QueuedCommand command) {
        return switch (command.requestNow()) {
            case CommandRequest.CloudAccessKeyGeneration _ -> true;
            case CommandRequest.CertificateSigningRequest csr -> csr.signing().isPresent();
            default -> false;
        };
    }

    @Property(tries = TRIES)
    void noLongerRunWouldObeyTheRules(
            @ForAll("queues") ProvisioningQueue queue, @ForAll("buffers") DeviceBuffers buffers) {
        List<QueuedCommand> delivered = delivered(queue, buffers);
        List<QueuedCommand> open = open(queue);
        if (delivered.isEmpty() || delivered.size() == open.size()) {
            return;
        }
        List<QueuedCommand> longer = open.subList(0, delivered.size() + 1);
        List<DeviceCommand> records = records(queue, longer);
        boolean breaksARule = delivered.getLast().type() == CommandType.FINISHED
                || open.getFirst().deliveries().unanswered() >= 2
                || (longer.getLast().type() == CommandType.FINISHED
                        && delivered.stream().anyMatch(BatchProperties::certificateFollows))
                || records.size() > buffers.limit()
                || DeviceMessages.encodeCommands(records).length > buffers.rxMaxSize()
                || longer.stream().mapToInt(SpecRecords::answers).sum() > buffers.txMaxSize();
        assertThat(breaksARule)
                .as("%s could be delivered too", longer.getLast())
                .isTrue();
    }

    /** Sizes by chance seldom fall on a limit: these are the limits themselves. */
    @Property(tries = TRIES)
    void buffersThatFitARunToTheByteTakeItAndOneByteLessDoesNot(
            @ForAll("queues") ProvisioningQueue queue, @ForAll @IntRange(min = 2, max = 6) int length) {
        DeviceBuffers largest = new DeviceBuffers(65535, 65535, 64);
        List<QueuedCommand> most = delivered(queue, largest);
        if (most.size() < length) {
            return;
        }
        List<QueuedCommand> run = most.subList(0, length);
        List<DeviceCommand> records = records(queue, run);
        int rx = DeviceMessages.encodeCommands(records).length;
        int tx = run.stream().mapToInt(SpecRecords::answers).sum();
        assertThat(delivered(queue, new DeviceBuffers(rx, tx, records.size()))).isEqualTo(run);
        assertThat(delivered(queue, new DeviceBuffers(rx - 1, tx, records.size())))
                .hasSizeLessThan(length);
        assertThat(delivered(queue, new DeviceBuffers(rx, tx - 1, records.size())))
                .hasSizeLessThan(length);
        assertThat(delivered(queue, new DeviceBuffers(rx, tx, records.size() - 1)))
                .hasSizeLessThan(length);
    }

    @Property(tries = TRIES)
    void theHeadIsDeliveredOrFailsWithBothFiguresOrAfterFiveDeliveries(
            @ForAll("queues") ProvisioningQueue queue, @ForAll("buffers") DeviceBuffers buffers) {
        List<QueuedCommand> open = open(queue);
        FetchRules.Delivery delivery = fetch(queue, buffers);
        if (open.isEmpty()) {
            assertThat(delivery.batch()).isEmpty();
            assertThat(delivery.queue()).isEqualTo(queue);
            return;
        }
        QueuedCommand head = open.getFirst();
        List<DeviceCommand> records = records(queue, List.of(head));
        int bytes = DeviceMessages.encodeCommands(records).length;
        if (head.type() != CommandType.FINISHED && head.deliveries().unanswered() >= MAX_DELIVERIES) {
            assertFailed(delivery, head, Kind.NEVER_CAME_BACK, "no result after ", " deliveries");
        } else if (bytes > buffers.rxMaxSize()) {
            assertFailed(delivery, head, Kind.UNDELIVERABLE, " " + bytes + " ", " " + buffers.rxMaxSize() + " ");
        } else if (records.size() > buffers.limit()) {
            assertFailed(delivery, head, Kind.UNDELIVERABLE, " " + records.size() + " ", " " + buffers.limit() + " ");
        } else {
            assertThat(delivery.batch()).startsWith(records.toArray(DeviceCommand[]::new));
        }
    }

    @Property(tries = TRIES)
    void aHeadDeliveredTwiceInVainGoesAlone(
            @ForAll("queues") ProvisioningQueue queue, @ForAll("buffers") DeviceBuffers buffers) {
        List<QueuedCommand> open = open(queue);
        if (!open.isEmpty() && open.getFirst().deliveries().unanswered() >= 2) {
            assertThat(delivered(queue, buffers)).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Property(tries = TRIES)
    void finishedNeverFails(@ForAll("queues") ProvisioningQueue queue, @ForAll("buffers") DeviceBuffers buffers) {
        assertThat(fetch(queue, buffers).queue().commands())
                .noneMatch(
                        command -> command.type() == CommandType.FINISHED && command.status() == CommandStatus.FAILED);
    }

    @Property(tries = TRIES)
    void onlyDeliveredCommandsChangeAndEachGetsTheNextAttempt(
            @ForAll("queues") ProvisioningQueue queue, @ForAll("buffers") DeviceBuffers buffers) {
        ProvisioningQueue after = fetch(queue, buffers).queue();
        List<QueuedCommand> delivered = delivered(queue, buffers);
        assertThat(after.attempts()).isEqualTo(queue.attempts() + delivered.size());
        for (QueuedCommand before : queue.commands()) {
            QueuedCommand now = after.find(before.id()).orElseThrow();
            int index = delivered.indexOf(before);
            if (index >= 0) {
                assertThat(now.status()).isEqualTo(CommandStatus.IN_PROGRESS);
                assertThat(now.deliveries().newest()).isEqualTo(queue.attempts() + index + 1);
                assertThat(now.deliveries().unanswered())
                        .isEqualTo(before.deliveries().unanswered() + 1);
            } else if (now.status() != CommandStatus.FAILED) {
                assertThat(now).isEqualTo(before);
            }
        }
    }

    @Property(tries = 200)
    void aBlockedDeviceAndOneInErrorGetNothing(
            @ForAll("queues") ProvisioningQueue queue, @ForAll("buffers") DeviceBuffers buffers) {
        FetchRules.Delivery blocked = FetchRules.fetch(queue, true, "", buffers, MAX_DELIVERIES, Optional.empty(), NOW);
        assertThat(blocked.batch()).isEmpty();
        assertThat(blocked.queue()).isEqualTo(queue);

        List<QueuedCommand> commands = new ArrayList<>(queue.commands());
        if (!commands.isEmpty()) {
            commands.set(
                    commands.size() / 2,
                    commands.get(commands.size() / 2).failed(new CommandResult.Failure(Optional.of(523L), ""), NOW));
            ProvisioningQueue failed = new ProvisioningQueue(commands, queue.run(), queue.attempts());
            FetchRules.Delivery delivery = fetch(failed, buffers);
            assertThat(delivery.batch()).isEmpty();
            assertThat(delivery.queue()).isEqualTo(failed);
        }
    }

    private static void assertFailed(FetchRules.Delivery delivery, QueuedCommand head, Kind kind, String... parts) {
        assertThat(delivery.batch()).isEmpty();
        QueuedCommand failed = delivery.queue().find(head.id()).orElseThrow();
        assertThat(failed.status()).isEqualTo(CommandStatus.FAILED);
        assertThat(failed.result())
                .containsInstanceOf(CommandResult.Failure.class)
                .hasValueSatisfying(reason ->
                        assertThat(((CommandResult.Failure) reason).message()).contains(parts));
        assertThat(StatusRules.statusOf(delivery.queue())).isEqualTo(DeviceStatus.ERROR);
        assertThat(delivery.history()).extracting(HistoryEntry::kind).containsExactly(kind);
    }

    private static FetchRules.Delivery fetch(ProvisioningQueue queue, DeviceBuffers buffers) {
        return FetchRules.fetch(queue, false, "", buffers, MAX_DELIVERIES, Optional.empty(), NOW);
    }

    /** What was delivered, as it was before. */
    private static List<QueuedCommand> delivered(ProvisioningQueue queue, DeviceBuffers buffers) {
        List<DeviceCommand> batch = fetch(queue, buffers).batch();
        return open(queue).stream()
                .filter(command ->
                        batch.stream().anyMatch(record -> record.correlation().startsWith(command.id() + ".")))
                .toList();
    }

    private static List<QueuedCommand> open(ProvisioningQueue queue) {
        return queue.commands().stream().filter(QueuedCommand::open).toList();
    }

    private static List<DeviceCommand> records(ProvisioningQueue queue, List<QueuedCommand> commands) {
        List<DeviceCommand> records = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            records.addAll(SpecRecords.of(commands.get(i), queue.attempts() + i + 1));
        }
        return records;
    }
}
