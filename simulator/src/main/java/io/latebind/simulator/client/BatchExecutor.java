package io.latebind.simulator.client;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.simulator.modem.Modem;
import io.latebind.simulator.modem.P256Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Executes a batch in the modem, with it offline, as rules 3 to 8 of specification 6.4 say. */
final class BatchExecutor {
    private static final Pattern CME_ERROR = Pattern.compile("\\+CME ERROR: (\\d{1,9})\\s*");
    private static final long UNSIGNED_32 = 1L << 32;
    /** Longest AT reply that the client takes, in characters. */
    private static final int MAX_REPLY = 4096;

    private final Modem modem;
    private final Settings settings;
    private final ClientLimits limits;
    private final Journal journal;
    private final Interference interference;
    private String lastProcessed = "";

    BatchExecutor(Modem modem, Settings settings, ClientLimits limits, Journal journal, Interference interference) {
        this.modem = modem;
        this.settings = settings;
        this.limits = limits;
        this.journal = journal;
        this.interference = interference;
    }

    /** Correlation id of the last command that was processed, a failed one too; empty before the first. */
    String lastProcessed() {
        return lastProcessed;
    }

    BatchOutcome execute(List<DeviceCommand> batch) {
        modem.execute("AT+CFUN=4");
        try {
            return inOrder(batch);
        } finally {
            modem.execute("AT+CFUN=1");
        }
    }

    private BatchOutcome inOrder(List<DeviceCommand> batch) {
        List<DeviceResponse> responses = new ArrayList<>();
        Optional<String> finished = Optional.empty();
        for (DeviceCommand command : batch) {
            switch (command) {
                case DeviceCommand.AtCommand at -> {
                    String line = "AT" + at.setCommand() + "=" + at.parameters();
                    if (line.length() >= limits.atBuffer()) {
                        return new BatchOutcome.Silent("command " + at.correlation() + " is an AT string of "
                                + line.length() + " characters, the buffer holds " + (limits.atBuffer() - 1));
                    }
                    Optional<Interference.Mishap> mishap = interference.onCommand(line);
                    if (mishap.isPresent() && mishap.get() instanceof Interference.Mishap.Silence(String reason)) {
                        return new BatchOutcome.Silent(reason);
                    }
                    String reply = mishap.isPresent() && mishap.get() instanceof Interference.Mishap.Reply(String text)
                            ? text
                            : modem.execute(line);
                    if (reply.length() >= MAX_REPLY) {
                        return new BatchOutcome.Silent("the modem's reply to " + at.correlation() + " has "
                                + reply.length() + " characters, the client takes " + (MAX_REPLY - 1));
                    }
                    responses.add(answer(at, line, reply));
                }
                case DeviceCommand.ConfigCommand config -> responses.add(store(config));
                case DeviceCommand.FinishedCommand last -> finished = Optional.of(last.correlation());
            }
            lastProcessed = command.correlation();
            if (!responses.isEmpty() && responses.getLast() instanceof DeviceResponse.ErrorResponse error) {
                String failure = "command " + error.correlation() + " failed: "
                        + error.message().strip();
                return new BatchOutcome.Answered(responses, Optional.of(failure), Optional.empty());
            }
        }
        finished.ifPresent(id -> responses.add(new DeviceResponse.FinishedResponse(id)));
        return new BatchOutcome.Answered(responses, Optional.empty(), finished);
    }

    private DeviceResponse answer(DeviceCommand.AtCommand at, String line, String reply) {
        Matcher cme = CME_ERROR.matcher(reply);
        JournalEntry.Outcome outcome;
        DeviceResponse response;
        if (reply.endsWith("OK\r\n")) {
            outcome = JournalEntry.Outcome.SUCCEEDED;
            response = new DeviceResponse.AtResponse(at.correlation(), reply);
        } else if (cme.matches() && at.ignoreCmeErrors().contains(Long.parseLong(cme.group(1)))) {
            outcome = JournalEntry.Outcome.IGNORED_ERROR;
            response = new DeviceResponse.AtResponse(at.correlation(), reply);
        } else if (cme.matches()) {
            outcome = JournalEntry.Outcome.FAILED;
            response = new DeviceResponse.ErrorResponse(at.correlation(), Long.parseLong(cme.group(1)), reply);
        } else {
            outcome = JournalEntry.Outcome.FAILED;
            response = new DeviceResponse.ErrorResponse(at.correlation(), 0, "ERROR");
        }
        String said = response instanceof DeviceResponse.ErrorResponse error ? error.message() : reply;
        journal.record(new JournalEntry.Executed(
                at.correlation(),
                at.setCommand(),
                P256Key.sha256Hex(at.parameters()),
                outcome,
                said,
                modem.heldFor(line)));
        return response;
    }

    private DeviceResponse store(DeviceCommand.ConfigCommand config) {
        int index = 0;
        int errno = 0;
        for (Map.Entry<String, String> pair : config.settings().entrySet()) {
            errno = settings.store(pair.getKey(), pair.getValue());
            if (errno != 0) {
                break;
            }
            index++;
        }
        String message = errno == 0 ? "" : "Unable to store [" + index + "](0-indexed) key-value-pair";
        String pairs = config.settings().entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining("\n"));
        journal.record(new JournalEntry.Executed(
                config.correlation(),
                "config",
                P256Key.sha256Hex(pairs),
                errno == 0 ? JournalEntry.Outcome.SUCCEEDED : JournalEntry.Outcome.FAILED,
                message,
                Optional.empty()));
        return errno == 0
                ? new DeviceResponse.ConfigResponse(config.correlation())
                : new DeviceResponse.ErrorResponse(config.correlation(), errno + UNSIGNED_32, message);
    }
}
