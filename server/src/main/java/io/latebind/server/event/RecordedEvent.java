package io.latebind.server.event;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event as it was recorded; {@link OutboxEvent} says what the parts are.
 *
 * @param data JSON, at most 16 KiB
 */
public record RecordedEvent(
        EventPosition position,
        EventId id,
        Instant at,
        TeamId team,
        EventType type,
        String subject,
        Optional<DeviceUuid> device,
        List<String> tags,
        boolean adminsOnly,
        String data) {

    public RecordedEvent {
        tags = List.copyOf(tags);
    }
}
