package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Tx;
import java.util.List;

/** Takes back the certificates of a device that is let go; the feature that issues them knows how. */
public interface UnclaimRevocation {
    /** What is to be recorded of it. Refused when the caller may not revoke (NOT_PERMITTED). In the transaction of the unclaim. */
    Outcome<List<AuditEvent>> revokeAll(Tx tx, Principal caller, DeviceUuid device);
}
