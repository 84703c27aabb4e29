package io.latebind.contract.device.cbor;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding.Decoded;
import io.latebind.contract.device.cbor.Decoding.Malformed;
import java.util.List;
import java.util.Optional;

/** Decodes a body and encodes it again. */
final class Recoded {
    private Recoded() {}

    /** Our own encoding of the message in {@code body}; empty when it was refused. */
    static Optional<byte[]> of(boolean commands, byte[] body) {
        return commands
                ? switch (DeviceMessages.decodeCommands(body)) {
                    case Decoded<List<DeviceCommand>>(var batch) -> Optional.of(DeviceMessages.encodeCommands(batch));
                    case Malformed<List<DeviceCommand>> refused -> Optional.empty();
                }
                : switch (DeviceMessages.decodeResponses(body)) {
                    case Decoded<List<DeviceResponse>>(var report) ->
                        Optional.of(DeviceMessages.encodeResponses(report));
                    case Malformed<List<DeviceResponse>> refused -> Optional.empty();
                };
    }
}
