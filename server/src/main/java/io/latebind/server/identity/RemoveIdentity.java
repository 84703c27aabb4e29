package io.latebind.server.identity;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Transactor;

/**
 * Removes an entry from the identity registry, for the deployment's owners. A claim of the device goes on under the key that its token was
 * signed with; release it as well if it is to end.
 */
public final class RemoveIdentity {
    private final Transactor transactor;
    private final IdentityStore identities;
    private final AuditTrail audit;

    public RemoveIdentity(Transactor transactor, IdentityStore identities, AuditTrail audit) {
        this.transactor = transactor;
        this.identities = identities;
        this.audit = audit;
    }

    /** Refused when there is no entry (NOT_FOUND). */
    public Outcome<RegisteredIdentity> remove(Principal caller, DeviceUuid device) {
        return transactor.inTransaction(tx -> identities
                .remove(tx, device)
                .map(removed -> {
                    audit.record(
                            tx,
                            AuditEvent.onDevice(caller, AuditAction.IDENTITY_REMOVED, device, device)
                                    .before(ImportIdentities.facts(removed)));
                    return Outcome.done(removed);
                })
                .orElseGet(() -> Outcome.refused(IdentityAbsent.refusal(device))));
    }
}
