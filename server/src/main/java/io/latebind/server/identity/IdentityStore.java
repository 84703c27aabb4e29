package io.latebind.server.identity;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the identity registry is kept. */
public interface IdentityStore {
    Optional<RegisteredIdentity> find(Tx tx, DeviceUuid device);

    /**
     * One page in the order of the device UUIDs.
     *
     * @param behind the last device of the page before; the token in {@code page} is not looked at
     */
    Page<RegisteredIdentity> list(Tx tx, IdentityFilter filter, Optional<DeviceUuid> behind, PageRequest page);

    /** Until the transaction ends nobody else changes the registry; reading goes on. */
    void lockForImport(Tx tx);

    /** The entries there are for these devices. */
    Map<DeviceUuid, RegisteredIdentity> stored(Tx tx, Collection<DeviceUuid> devices);

    /** Adds the entries, and replaces those there are; one statement. No device stands twice in {@code entries}. */
    void put(Tx tx, List<RegistryEntry> entries, MemberId by, Instant at);

    /** The entry that was there. */
    Optional<RegisteredIdentity> remove(Tx tx, DeviceUuid device);

    /** What is known of the keys of these devices; those of which nothing is known are left out. */
    Map<DeviceUuid, KnownKeys> known(Tx tx, Collection<DeviceUuid> devices);
}
