package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.CorrelationId;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.token.KeygenToken;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.server.certificate.KeygenRules;
import io.latebind.server.certificate.KeygenVerdict;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** What a report changes (specification 2, 3.1 and 4). Pure; every report is acknowledged, whatever it holds. */
public final class ReportRules {
    /** CME error: something is stored there already. */
    static final long ALREADY_EXISTS = 519;

    private static final long UINT32 = 1L << 32;
    private static final long FIRST_NEGATIVE = 1L << 31;

    private final QueueEdit edit;
    private final Reporter reporter;
    private final Instant now;
    private final List<HistoryEntry> history = new ArrayList<>();
    private final Set<CommandId> answered = new HashSet<>();
    private OptionalInt firstFailedPlace = OptionalInt.empty();

    private ReportRules(ProvisioningQueue queue, Reporter reporter, Instant now) {
        this.edit = new QueueEdit(queue);
        this.reporter = reporter;
        this.now = now;
    }

    /** The queue after the report, and what it leaves in the history. */
    public record Recorded(ProvisioningQueue queue, List<HistoryEntry> history) {}

    public static Recorded report(
            ProvisioningQueue queue, List<DeviceResponse> responses, Reporter reporter, Instant now) {
        ReportRules rules = new ReportRules(queue, reporter, now);
        responses.forEach(rules::record);
        rules.putBackBehindFailure();
        return new Recorded(rules.edit.queue(), List.copyOf(rules.history));
    }

    private void record(DeviceResponse response) {
        Optional<CorrelationId> id = CorrelationId.parse(response.correlation());
        Optional<QueuedCommand> command = id.flatMap(known -> edit.queue().addressed(known.command()));
        if (command.isEmpty()) {
            unexpected(id, "an answer to a command that is not in the queue");
        } else if (!fits(response, command.get(), id.orElseThrow())) {
            unexpected(
                    id, "an answer of the wrong kind to " + command.get().type().key());
        } else if (command.get().finished()) {
            acknowledgeFinished(command.get(), id.orElseThrow());
        } else {
            recordResult(command.get(), id.orElseThrow(), response);
        }
    }

    private static boolean fits(DeviceResponse response, QueuedCommand command, CorrelationId id) {
        boolean kindFits = switch (response) {
            case DeviceResponse.AtResponse _ -> command.type().at();
            case DeviceResponse.ConfigResponse _ -> command.type() == CommandType.CONFIG;
            case DeviceResponse.FinishedResponse _ -> command.finished();
            case DeviceResponse.ErrorResponse _ -> !command.finished();
        };
        return kindFits && id.step() < stepsOf(command);
    }

    /** Terminal commands may be loaded without their request; their answers are late whatever their step. */
    private static int stepsOf(QueuedCommand command) {
        if (!command.type().at()) {
            return 1;
        }
        return command.open()
                ? AtSteps.of(command.requestNow(), command.clearFirst()).size()
                : CorrelationId.MAX_STEP + 1;
    }

    private void acknowledgeFinished(QueuedCommand finished, CorrelationId id) {
        boolean allBeforeDone = edit.commands().stream()
                .filter(command -> command.place() < finished.place())
                .allMatch(command -> command.issuance().isEmpty()
                        && (command.status() == CommandStatus.SUCCEEDED || command.status() == CommandStatus.SKIPPED));
        if (finished.status() != CommandStatus.IN_PROGRESS) {
            late(finished, id);
        } else if (!allBeforeDone || !finished.deliveries().valid(id)) {
            unexpected(
                    Optional.of(id),
                    "an acknowledgement of finished "
                            + (allBeforeDone ? "from before a reset" : "while commands before it are not done")
                            + "; it is delivered again");
        } else {
            answered.add(finished.id());
            edit.succeed(finished.succeeded(new CommandResult.Success(Optional.empty()), now));
            history.add(HistoryEntry.of(Kind.ANSWERED, finished.id(), "the device acknowledged finished"));
        }
    }

    private void recordResult(QueuedCommand command, CorrelationId id, DeviceResponse response) {
        if (command.status() != CommandStatus.IN_PROGRESS
                || !command.deliveries().newest(id)) {
            late(command, id);
            return;
        }
        switch (response) {
            case DeviceResponse.ErrorResponse error -> recordFailure(command, error);
            case DeviceResponse.AtResponse(String _, String message) -> {
                if (id.step() == 0) {
                    recordSuccess(command, message);
                }
            }
            case DeviceResponse.ConfigResponse _, DeviceResponse.FinishedResponse _ -> recordSuccess(command, "");
        }
    }

    private void recordSuccess(QueuedCommand command, String message) {
        Optional<String> token = command.type().answer() == CommandType.Answer.TOKEN
                ? Optional.of(KeygenToken.findIn(message).orElse(""))
                : Optional.empty();
        answered.add(command.id());
        QueuedCommand succeeded = command.succeeded(new CommandResult.Success(token), now);
        if (command.requestNow().signing().isEmpty()) {
            edit.succeed(succeeded);
            history.add(
                    HistoryEntry.of(Kind.ANSWERED, command.id(), command.type().key() + " succeeded"));
            return;
        }
        switch (KeygenRules.check(token.orElse(""), expected(command))) {
            case KeygenVerdict.Passed _ -> {
                edit.succeed(succeeded.withIssuance(Optional.of(IssuanceRules.reported(now))));
                history.add(HistoryEntry.of(
                        Kind.ANSWERED,
                        command.id(),
                        command.type().key() + " succeeded, and the key stood up to all checks"));
            }
            case KeygenVerdict.Failed refused -> {
                edit.failByDevice(command.failed(new CommandResult.Failure(Optional.empty(), refused.message()), now));
                history.add(HistoryEntry.of(
                                Kind.KEY_REFUSED, command.id(), command.type().key() + " failed: " + refused.message())
                        .with("check", refused.check()));
            }
        }
    }

    private KeygenRules.Expected expected(QueuedCommand command) {
        Set<P256PublicKey> reported = edit.commands().stream()
                .filter(other -> !other.id().equals(command.id()))
                .flatMap(other -> RecordedKeys.keyOf(other).stream())
                .collect(Collectors.toSet());
        long secTag = command.requestNow().tag().orElseThrow().value();
        return new KeygenRules.Expected(reporter.device(), reporter.keys(), secTag, reported);
    }

    private void recordFailure(QueuedCommand command, DeviceResponse.ErrorResponse error) {
        answered.add(command.id());
        if (firstFailedPlace.isEmpty() || command.place() < firstFailedPlace.getAsInt()) {
            firstFailedPlace = OptionalInt.of(command.place());
        }
        if (error.cmeError() == ALREADY_EXISTS && !command.clearFirst() && writes(command.type())) {
            edit.put(command.clearingFirst(now));
            history.add(HistoryEntry.of(
                    Kind.OVERWRITTEN,
                    command.id(),
                    "the modem did not overwrite what is in the security tag (CME error 519); "
                            + command.type().key() + " is delivered once more, with a deletion before it"));
            return;
        }
        long cmeError = error.cmeError() >= FIRST_NEGATIVE ? error.cmeError() - UINT32 : error.cmeError();
        CommandResult.Failure failure = new CommandResult.Failure(
                Optional.of(cmeError), storable(error.message().trim()));
        edit.failByDevice(command.failed(failure, now));
        history.add(HistoryEntry.of(
                Kind.FAILED,
                command.id(),
                command.type().key() + " failed: " + CmeErrors.explain(cmeError, failure.message())));
    }

    static boolean writes(CommandType type) {
        return switch (type) {
            case SERVER_CERTIFICATE, CLIENT_CERTIFICATE, CLIENT_PRIVATE_KEY, PRE_SHARED_KEY -> true;
            case CLIENT_PRIVATE_KEY_GENERATION,
                    CERTIFICATE_SIGNING_REQUEST,
                    CLOUD_ACCESS_KEY_GENERATION,
                    ENDORSEMENT_KEY_GENERATION,
                    CONFIG,
                    FINISHED -> false;
        };
    }

    /** The device executes nothing behind a failure: what it had fetched there waits again. */
    private void putBackBehindFailure() {
        if (firstFailedPlace.isEmpty()) {
            return;
        }
        for (QueuedCommand command : edit.commands()) {
            if (command.place() > firstFailedPlace.getAsInt()
                    && command.status() == CommandStatus.IN_PROGRESS
                    && !answered.contains(command.id())) {
                edit.put(command.putBack(now));
            }
        }
    }

    /** A repetition of what is recorded is nothing new; everything else that comes late is worth a line. */
    private void late(QueuedCommand command, CorrelationId id) {
        boolean recorded = !command.open() && !givenUpByService(command);
        if (!recorded || !command.deliveries().newest(id)) {
            unexpected(Optional.of(id), "a late answer to " + command.type().key() + ", which is " + command.status());
        }
    }

    private static boolean givenUpByService(QueuedCommand command) {
        return command.result().orElse(null) instanceof CommandResult.Failure failure
                && failure.cmeError().isEmpty();
    }

    private void unexpected(Optional<CorrelationId> id, String what) {
        String name = id.map(known -> " (" + known + ")").orElse("");
        history.add(new HistoryEntry(
                Kind.UNEXPECTED_ANSWER,
                id.map(CorrelationId::command),
                "the device sent " + what + name + "; it was acknowledged and changed nothing"));
    }

    /** PostgreSQL's text cannot hold NUL. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
