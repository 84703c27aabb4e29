package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The keys that wait for their certificates, of all devices. Blocked devices are passed over: while BLOCKED nothing is issued. */
public interface PendingCertificates {
    /** Empty when the key waits no more, or its device is blocked. */
    Optional<AwaitedCertificate> find(Tx tx, DeviceUuid device, CommandId key);

    /** Those that are due, the longest first; nobody else takes them before {@code heldUntil}. One statement. */
    List<AwaitedCertificate> takeDue(Tx tx, Instant now, Instant heldUntil, int most);

    /**
     * When it is due again, how often it was tried, and what was wrong the last time. One statement, which leaves the device's queue
     * alone: thousands may wait for one signer. False when the key does not wait as {@code before} says any more.
     */
    boolean putOff(Tx tx, CommandId key, PendingIssuance before, PendingIssuance after);
}
