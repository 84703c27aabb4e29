package io.latebind.simulator.client;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.simulator.client.Interference.Moment;
import io.latebind.simulator.modem.Modem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The provisioning client of one device (specification 6.4). One {@link #session} fetches, executes and reports until there is
 * nothing left; when the next one begins is up to the caller. Used by one thread.
 */
public final class ProvisioningClient {
    /** The {@code cver} parameter. */
    public static final String CLIENT_VERSION = "3.1.0";

    /** The setting that changes how often a device asks, in seconds. */
    public static final String INTERVAL_SETTING = "provisioning/interval-sec";

    private static final int NO_CONTENT = 204;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_FAULT = 500;

    private final DeviceConnection connection;
    private final ClientLimits limits;
    private final Settings settings;
    private final Journal journal;
    private final JwtSource jwt;
    private final BatchExecutor executor;
    private final Interference interference;
    private Optional<String> trouble = Optional.empty();
    private boolean finishedUnanswered;
    private boolean commandsCame;

    public ProvisioningClient(
            Modem modem,
            DeviceConnection connection,
            ClientLimits limits,
            Settings settings,
            Journal journal,
            InstantSource clock,
            Interference interference) {
        this.connection = connection;
        this.limits = limits;
        this.settings = settings;
        this.journal = journal;
        this.jwt = new JwtSource(modem, clock);
        this.executor = new BatchExecutor(modem, settings, limits, journal, interference);
        this.interference = interference;
    }

    /** A client on a device where nothing goes wrong. */
    public ProvisioningClient(
            Modem modem,
            DeviceConnection connection,
            ClientLimits limits,
            Settings settings,
            Journal journal,
            InstantSource clock) {
        this(modem, connection, limits, settings, journal, clock, Interference.NONE);
    }

    /**
     * Fetches, executes and reports until nothing comes, {@code finished} is acknowledged or something stands in the way.
     *
     * @param roundPause between a report and the next fetch
     */
    public SessionEnd session(Pause pause, Duration roundPause) throws InterruptedException {
        while (true) {
            if (interference.losesPower(Moment.BEFORE_FETCH)) {
                return new SessionEnd.PowerLost();
            }
            DeviceAnswer answer = connection.fetch(query(), jwt.current());
            Optional<SessionEnd> end = answer instanceof DeviceAnswer.Ok ok && ok.body().length > 0
                    ? work(ok.body())
                    : Optional.of(endOfFetch(answer));
            if (end.isPresent()) {
                return end.get();
            }
            pause.pause(roundPause);
        }
    }

    /** The last batch's failed command or reason for silence; empty once a later batch went through. */
    public Optional<String> trouble() {
        return trouble;
    }

    /**
     * Whether {@code finished} was reported, no answer came, and the service has not asked for it again since: it knows, and the device
     * does not.
     */
    public boolean hasFinishedWithoutAnswer() {
        return finishedUnanswered;
    }

    /** Whether the service gave it any commands since its boot. */
    public boolean hasBeenGivenCommands() {
        return commandsCame;
    }

    /** How long until the next session, as a {@code config} command set it; else {@code standard}. */
    public Duration interval(Duration standard) {
        String seconds = settings.value(INTERVAL_SETTING);
        return seconds.matches("[1-9][0-9]{0,8}") ? Duration.ofSeconds(Long.parseLong(seconds)) : standard;
    }

    private FetchQuery query() {
        return new FetchQuery(executor.lastProcessed(), limits, Modem.FIRMWARE_VERSION, CLIENT_VERSION);
    }

    private static SessionEnd endOfFetch(DeviceAnswer answer) {
        return switch (answer) {
            case DeviceAnswer.Ok empty -> new SessionEnd.NothingLeft();
            case DeviceAnswer.NoContent none -> new SessionEnd.NothingLeft();
            case DeviceAnswer.Refused refused -> refusal(refused.status());
            case DeviceAnswer.NoAnswer none -> noAnswer(none);
        };
    }

    private static SessionEnd refusal(int status) {
        return switch (status) {
            case FORBIDDEN -> new SessionEnd.NotClaimed();
            case SERVER_FAULT -> new SessionEnd.TryLater(Optional.empty(), "the service answered 500");
            default -> new SessionEnd.Rejected(status);
        };
    }

    private static SessionEnd noAnswer(DeviceAnswer.NoAnswer none) {
        return none.fault().passing()
                ? new SessionEnd.TryLater(Optional.of(none.fault()), none.detail())
                : new SessionEnd.Unreachable(none.fault(), none.detail());
    }

    /** Empty = ask again. */
    private Optional<SessionEnd> work(byte[] body) {
        if (body.length > limits.rxMaxSize()) {
            return giveUp("an answer of " + body.length + " bytes, the buffer holds " + limits.rxMaxSize());
        }
        return switch (DeviceMessages.decodeCommands(body)) {
            case Decoding.Malformed<List<DeviceCommand>> malformed ->
                giveUp("commands that cannot be read: " + malformed.reason());
            case Decoding.Decoded<List<DeviceCommand>> decoded -> carryOut(decoded.value());
        };
    }

    private Optional<SessionEnd> carryOut(List<DeviceCommand> batch) {
        finishedUnanswered = false;
        commandsCame = true;
        journal.record(new JournalEntry.Fetched(
                batch.stream().map(DeviceCommand::correlation).toList()));
        if (batch.size() > limits.records()) {
            return giveUp("a batch of " + batch.size() + " records, the client takes " + limits.records());
        }
        if (interference.losesPower(Moment.BEFORE_EXECUTION)) {
            return Optional.of(new SessionEnd.PowerLost());
        }
        return switch (executor.execute(batch)) {
            case BatchOutcome.Silent silent -> giveUp(silent.reason());
            case BatchOutcome.Answered answered -> report(answered);
        };
    }

    private Optional<SessionEnd> report(BatchOutcome.Answered answered) {
        if (interference.losesPower(Moment.BEFORE_REPORT)) {
            return Optional.of(new SessionEnd.PowerLost());
        }
        byte[] encoded = DeviceMessages.encodeResponses(answered.responses());
        if (encoded.length > limits.txMaxSize()) {
            return giveUp("answers of " + encoded.length + " bytes, the buffer holds " + limits.txMaxSize());
        }
        List<String> correlations =
                answered.responses().stream().map(DeviceResponse::correlation).toList();
        journal.record(new JournalEntry.ReportSent(correlations));
        DeviceAnswer answer = connection.report(encoded, jwt.current());
        boolean cut = interference.losesPower(Moment.AFTER_REPORT);
        finishedUnanswered = answered.finished().isPresent() && (cut || answer instanceof DeviceAnswer.NoAnswer);
        if (cut) {
            return Optional.of(new SessionEnd.PowerLost());
        }
        if (!(answer instanceof DeviceAnswer.Ok)) {
            return Optional.of(unacknowledged(answer));
        }
        journal.record(new JournalEntry.ReportAcknowledged(correlations));
        trouble = answered.failure();
        answered.finished().ifPresent(id -> journal.record(new JournalEntry.FinishedAcknowledged(id)));
        return answered.finished().map(id -> new SessionEnd.Finished());
    }

    /** A report is acknowledged by 200 alone. */
    private static SessionEnd unacknowledged(DeviceAnswer answer) {
        return answer instanceof DeviceAnswer.NoContent ? new SessionEnd.Rejected(NO_CONTENT) : endOfFetch(answer);
    }

    private Optional<SessionEnd> giveUp(String reason) {
        trouble = Optional.of(reason);
        journal.record(new JournalEntry.GaveUp(reason));
        return Optional.of(new SessionEnd.GaveUp(reason));
    }
}
