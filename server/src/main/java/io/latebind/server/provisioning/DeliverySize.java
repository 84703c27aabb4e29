package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.CorrelationId;
import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.cbor.DeviceMessages;
import java.util.List;
import java.util.UUID;

/** How many bytes commands take on their way to a device, before TLS. Pure. */
public final class DeliverySize {
    private static final CommandId ANY = new CommandId(new UUID(0, 0));

    private DeliverySize() {}

    /** The records of one command, with the longest attempt number. Its write-only parameters must be there. */
    public static int bytesOf(CommandRequest request) {
        return records(request).stream().mapToInt(DeviceMessages::encodedSize).sum();
    }

    /** All of them in one batch; 0 for none. */
    public static int bytesOf(List<CommandRequest> requests) {
        int count =
                requests.stream().mapToInt(request -> records(request).size()).sum();
        return count == 0
                ? 0
                : DeviceMessages.arrayHeaderSize(count)
                        + requests.stream().mapToInt(DeliverySize::bytesOf).sum();
    }

    private static List<DeviceCommand> records(CommandRequest request) {
        return DeviceRecords.of(ANY, request, false, CorrelationId.MAX_ATTEMPT);
    }
}
