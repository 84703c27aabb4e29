package io.latebind.server.event;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.TeamId;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened, to be told.
 *
 * @param subject what it happened to: a device's UUID, or another thing's id or name
 * @param device the device that it concerns, where there is one
 * @param tags of that device, for filters
 * @param adminsOnly viewers and editors are not told
 * @param data never a secret
 */
public record OutboxEvent(
        TeamId team,
        EventType type,
        String subject,
        Optional<DeviceUuid> device,
        List<String> tags,
        boolean adminsOnly,
        Facts data) {

    public OutboxEvent {
        tags = List.copyOf(tags);
    }

    /** Told to the whole team. */
    public static OutboxEvent of(TeamId team, EventType type, Object subject, Facts data) {
        return new OutboxEvent(team, type, subject.toString(), Optional.empty(), List.of(), false, data);
    }

    /** Told to those who see the device. */
    public static OutboxEvent onDevice(
            TeamId team, EventType type, DeviceUuid device, DeviceAudience.Audience audience, Facts data) {
        return new OutboxEvent(
                team, type, device.toString(), Optional.of(device), audience.tags(), audience.adminsOnly(), data);
    }

    /** Told to admins and owners. */
    public OutboxEvent forAdmins() {
        return new OutboxEvent(team, type, subject, device, tags, true, data);
    }
}
