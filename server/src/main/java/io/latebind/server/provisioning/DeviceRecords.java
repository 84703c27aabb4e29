package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.CorrelationId;
import io.latebind.contract.device.DeviceCommand;
import java.util.ArrayList;
import java.util.List;

/** The records that a provisioning command becomes on its way to the device: its preparatory steps and itself. Pure. */
final class DeviceRecords {
    private DeviceRecords() {}

    /** @param attempt as the device sees it, 1..0xfffff */
    static List<DeviceCommand> of(CommandId id, CommandRequest request, boolean clearFirst, int attempt) {
        return switch (request) {
            case CommandRequest.Config(var settings) ->
                List.of(new DeviceCommand.ConfigCommand(correlation(id, attempt, 0), settings));
            case CommandRequest.Finished _ -> List.of(new DeviceCommand.FinishedCommand(correlation(id, attempt, 0)));
            case CommandRequest at -> atRecords(id, attempt, AtSteps.of(at, clearFirst));
        };
    }

    private static List<DeviceCommand> atRecords(CommandId id, int attempt, List<AtStep> steps) {
        List<DeviceCommand> records = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            AtStep step = steps.get(i);
            int number = i == steps.size() - 1 ? 0 : i + 1;
            records.add(new DeviceCommand.AtCommand(
                    correlation(id, attempt, number), step.setCommand(), step.parameters(), step.ignoredCmeErrors()));
        }
        return records;
    }

    private static String correlation(CommandId id, int attempt, int step) {
        return new CorrelationId(id, attempt, step).toString();
    }
}
