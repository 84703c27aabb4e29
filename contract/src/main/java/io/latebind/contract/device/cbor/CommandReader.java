package io.latebind.contract.device.cbor;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceCommand.AtCommand;
import io.latebind.contract.device.DeviceCommand.ConfigCommand;
import io.latebind.contract.device.DeviceCommand.FinishedCommand;
import io.latebind.contract.device.cbor.Decoding.Decoded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One record of a batch, as a device reads it. */
final class CommandReader {
    private CommandReader() {}

    static Decoding<DeviceCommand> read(RecordNode node) {
        if (node.type() == RecordType.AT_COMMAND) {
            return atCommand(node);
        }
        if (node.type() == RecordType.CONFIG_COMMAND) {
            return configCommand(node);
        }
        if (node.type() == RecordType.FINISHED_COMMAND) {
            return node.size() == 2 ? new Decoded<>(new FinishedCommand(node.correlation())) : node.wrongSize(2);
        }
        return node.unknownType();
    }

    private static Decoding<DeviceCommand> atCommand(RecordNode node) {
        if (node.size() != 5) {
            return node.wrongSize(5);
        }
        if (!node.hasText(2)) {
            return node.wrongElement(2, "text");
        }
        if (!node.hasText(3)) {
            return node.wrongElement(3, "text");
        }
        JsonNode ignored = node.get(4);
        if (!ignored.isArray() || ignored.size() > AtCommand.MAX_IGNORED) {
            return node.wrongElement(4, "an array of at most " + AtCommand.MAX_IGNORED + " numbers");
        }
        List<Long> ignoreCmeErrors = new ArrayList<>();
        for (JsonNode cmeError : ignored) {
            if (!RecordNode.isUint32(cmeError)) {
                return node.wrongElement(4, "an array of numbers below 2^32");
            }
            ignoreCmeErrors.add(cmeError.longValue());
        }
        return new Decoded<>(new AtCommand(node.correlation(), node.text(2), node.text(3), ignoreCmeErrors));
    }

    private static Decoding<DeviceCommand> configCommand(RecordNode node) {
        if (node.size() != 3) {
            return node.wrongSize(3);
        }
        JsonNode pairs = node.get(2);
        if (!pairs.isObject() || pairs.size() > ConfigCommand.MAX_SETTINGS) {
            return node.wrongElement(2, "a map of at most " + ConfigCommand.MAX_SETTINGS + " pairs");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> pair : pairs.properties()) {
            if (!pair.getValue().isString()) {
                return node.wrongElement(2, "a map of text to text");
            }
            settings.put(pair.getKey(), pair.getValue().stringValue());
        }
        return new Decoded<>(new ConfigCommand(node.correlation(), settings));
    }
}
