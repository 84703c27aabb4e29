package io.latebind.server.provisioning;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.MemberId;
import java.time.Instant;

/**
 * A line of a device's history about what a member did.
 *
 * @param entry its text may have {@link HistoryStore#MEMBER} for the member's name
 */
public record MemberLine(DeviceUuid device, MemberId member, HistoryEntry entry, Instant at) {}
