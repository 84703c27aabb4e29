package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.CorrelationId;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.server.TestDevice;
import io.latebind.server.TestKeygen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** A device as specification 6.4 describes it, that remembers what it really executed. Every execution answers something else. */
final class ModelDevice {
    private static final int CME_OCCUPIED = 519;

    /** What an execution of a command came to. */
    record Execution(boolean succeeded, String answer) {}

    private final Map<CommandId, Execution> last = new LinkedHashMap<>();
    private final List<List<DeviceResponse>> unsent = new ArrayList<>();
    private final List<List<DeviceResponse>> sent = new ArrayList<>();
    private final Set<String> forged = new HashSet<>();
    private final TestDevice identity;
    private String after = "";
    private int executions;

    ModelDevice(TestDevice identity) {
        this.identity = identity;
    }

    /** Answers that say something else than what was asked for. */
    Set<String> forged() {
        return forged;
    }

    Execution lastOf(CommandId id) {
        return Objects.requireNonNull(last.get(id), () -> "the device never executed " + id);
    }

    String after() {
        return after;
    }

    /** Reports that wait to be sent, the oldest first. */
    List<List<DeviceResponse>> unsent() {
        return unsent;
    }

    /** Reports that were sent. */
    List<List<DeviceResponse>> sent() {
        return sent;
    }

    /** @param failuresPerCent how many records fail */
    void execute(List<DeviceCommand> batch, Random dice, int failuresPerCent) {
        List<DeviceResponse> report = new ArrayList<>();
        for (DeviceCommand record : batch) {
            DeviceResponse answer = answer(record, dice, failuresPerCent);
            report.add(answer);
            remember(answer);
            if (answer instanceof DeviceResponse.ErrorResponse) {
                break;
            }
        }
        unsent.add(report);
    }

    private DeviceResponse answer(DeviceCommand record, Random dice, int failuresPerCent) {
        executions++;
        boolean fails = dice.nextInt(100) < failuresPerCent;
        return switch (record) {
            case DeviceCommand.AtCommand at -> {
                boolean writes =
                        at.parameters().startsWith("0,") && at.setCommand().equals("%CMNG");
                if (fails) {
                    long error = writes && dice.nextBoolean() ? CME_OCCUPIED : 515;
                    yield new DeviceResponse.ErrorResponse(at.correlation(), error, "error of " + executions);
                }
                boolean forges = failuresPerCent > 0 && dice.nextInt(8) == 0;
                yield new DeviceResponse.AtResponse(at.correlation(), reply(at, forges));
            }
            case DeviceCommand.ConfigCommand config ->
                fails
                        ? new DeviceResponse.ErrorResponse(config.correlation(), 0xfffffff4L, "error of " + executions)
                        : new DeviceResponse.ConfigResponse(config.correlation());
            case DeviceCommand.FinishedCommand finished -> new DeviceResponse.FinishedResponse(finished.correlation());
        };
    }

    private String reply(DeviceCommand.AtCommand at, boolean forges) {
        if (!at.setCommand().equals("%KEYGEN")) {
            return "OK\r\n";
        }
        String[] parameters = at.parameters().split(",", 4);
        if (!parameters[2].equals("0")) {
            return "%KEYGEN: \"execution." + executions + "\"\r\nOK\r\n";
        }
        long secTag = Long.parseLong(parameters[0]) + (forges ? 1 : 0);
        String reply = "%KEYGEN: \"" + TestKeygen.genuine(identity, TestKeygen.newKey(), secTag) + "\"\r\nOK\r\n";
        if (forges) {
            forged.add(reply);
        }
        return reply;
    }

    private void remember(DeviceResponse answer) {
        CorrelationId id = CorrelationId.parse(answer.correlation()).orElseThrow();
        after = answer.correlation();
        switch (answer) {
            case DeviceResponse.ErrorResponse error -> last.put(id.command(), new Execution(false, error.message()));
            case DeviceResponse.AtResponse at -> last.put(id.command(), new Execution(true, at.message()));
            case DeviceResponse.ConfigResponse _, DeviceResponse.FinishedResponse _ ->
                last.put(id.command(), new Execution(true, ""));
        }
    }
}
