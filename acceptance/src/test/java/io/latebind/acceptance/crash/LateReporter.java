package io.latebind.acceptance.crash;

import io.latebind.acceptance.crash.JournalLine.Executed;
import io.latebind.acceptance.crash.JournalLine.Held;
import io.latebind.acceptance.process.DevicePort;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceCommand.AtCommand;
import io.latebind.contract.device.DeviceCommand.ConfigCommand;
import io.latebind.contract.device.DeviceCommand.FinishedCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A device whose reports travel slowly: what it did in one round arrives only after it fetched and executed the next round, and
 * right before that one's own report. Only the newest attempt may count.
 */
final class LateReporter implements Runnable {
    private static final int OK = 200;
    private static final long PAUSE_NANOS = 1_000_000_000;

    private final LateDevice device;
    private final DevicePort service;
    private final InstantSource clock;
    private final List<JournalLine> journal = new ArrayList<>();
    private List<DeviceResponse> delayed = List.of();

    LateReporter(LateDevice device, DevicePort service, InstantSource clock) {
        this.device = device;
        this.service = service;
        this.clock = clock;
    }

    /** Until its thread is interrupted. */
    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            List<DeviceCommand> batch = fetch();
            if (!batch.isEmpty()) {
                List<DeviceResponse> answers = execute(batch);
                if (delayed.isEmpty()) {
                    delayed = answers;
                } else {
                    report(delayed);
                    report(answers);
                    delayed = List.of();
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** To be called when it has ended. */
    DeviceJournal journal() {
        return new DeviceJournal(journal);
    }

    LateDevice device() {
        return device;
    }

    private List<DeviceCommand> fetch() {
        Optional<HttpResponse<byte[]>> answer = service.fetch(device.jwt(clock.instant()));
        if (answer.isEmpty() || answer.get().statusCode() != OK) {
            return List.of();
        }
        return switch (DeviceMessages.decodeCommands(answer.get().body())) {
            case Decoding.Malformed<List<DeviceCommand>> malformed -> throw new AssertionError(malformed.reason());
            case Decoding.Decoded<List<DeviceCommand>> decoded -> {
                journal.add(new JournalLine.Fetched(
                        decoded.value().stream().map(DeviceCommand::correlation).toList()));
                yield decoded.value();
            }
        };
    }

    private List<DeviceResponse> execute(List<DeviceCommand> batch) {
        List<DeviceResponse> answers = new ArrayList<>();
        for (DeviceCommand command : batch) {
            switch (command) {
                case AtCommand at
                when at.setCommand().equals("%KEYGEN") -> {
                    long secTag = Long.parseLong(at.parameters().split(",", 2)[0]);
                    LateDevice.MadeKey made = device.makeKey(secTag);
                    executed(
                            at.correlation(),
                            made.reply(),
                            Optional.of(new Held(secTag, Held.PRIVATE_KEY, made.fingerprint())));
                    answers.add(new DeviceResponse.AtResponse(at.correlation(), made.reply()));
                }
                case AtCommand at -> {
                    executed(at.correlation(), "OK\r\n", Optional.empty());
                    answers.add(new DeviceResponse.AtResponse(at.correlation(), "OK\r\n"));
                }
                case ConfigCommand config -> {
                    executed(config.correlation(), "", Optional.empty());
                    answers.add(new DeviceResponse.ConfigResponse(config.correlation()));
                }
                case FinishedCommand finished ->
                    answers.add(new DeviceResponse.FinishedResponse(finished.correlation()));
            }
        }
        return answers;
    }

    private void executed(String correlation, String message, Optional<Held> held) {
        journal.add(new Executed(correlation, false, message, held));
    }

    private void report(List<DeviceResponse> answers) {
        List<String> correlations =
                answers.stream().map(DeviceResponse::correlation).toList();
        journal.add(new JournalLine.ReportSent(correlations));
        if (service.report(device.jwt(clock.instant()), DeviceMessages.encodeResponses(answers)) == OK) {
            journal.add(new JournalLine.ReportAcknowledged(correlations));
        }
    }
}
