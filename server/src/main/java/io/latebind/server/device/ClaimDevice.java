package io.latebind.server.device;

import static java.util.Objects.requireNonNull;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.ClaimId;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.IdentityPolicy;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Claims a device with its attestation token (specification 1, 5.1, 5.4). */
public final class ClaimDevice {
    private final Transactor transactor;
    private final DeviceStore devices;
    private final TagPermission tagging;
    private final InstantSource clock;
    private final IdSource ids;
    private final AuditTrail audit;
    private final IdentityPolicy policy;

    public ClaimDevice(
            Transactor transactor,
            DeviceStore devices,
            ClaimTerms terms,
            InstantSource clock,
            IdSource ids,
            AuditTrail audit) {
        this.transactor = transactor;
        this.devices = devices;
        this.tagging = new TagPermission(terms.secretTags());
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
        this.policy = terms.policy();
    }

    /**
     * The claimed device. Refused when the token is not one (BAD_TOKEN), is not signed with the key that the registry names or that the
     * device has proven before (TOKEN_NOT_TRUSTED), the device is not in the registry where the policy demands it
     * (DEVICE_NOT_REGISTERED), it is claimed by the caller's or another team (ALREADY_CLAIMED), or the caller may not give a tag
     * (NOT_PERMITTED).
     */
    public Outcome<ClaimedDevice> claim(Principal claimer, String claimToken, List<String> tags) {
        return ClaimRules.parse(claimToken)
                .then(token -> transactor.inTransaction(tx -> tagging.check(tx, claimer, tags)
                        .then(_ -> {
                            Map<DeviceUuid, ClaimStanding> standing = devices.lockForClaim(tx, List.of(token.device()));
                            return ClaimRules.judge(
                                    policy, claimer.team(), token, requireNonNull(standing.get(token.device())));
                        })
                        .then(keys -> store(
                                tx,
                                new NewClaim(
                                        new ClaimId(ids.newUuid()), claimer, token, keys, tags, clock.instant())))));
    }

    /** The token of a device that could be claimed; the same refusals as {@link #claim}, and nothing is created. */
    public Outcome<Claimability> dryRun(Principal claimer, String claimToken, List<String> tags) {
        return ClaimRules.parse(claimToken)
                .then(token -> transactor
                        .inTransaction(tx -> tagging.check(tx, claimer, tags).then(_ -> {
                            Map<DeviceUuid, ClaimStanding> standing = devices.standing(tx, List.of(token.device()));
                            return ClaimRules.judge(
                                    policy, claimer.team(), token, requireNonNull(standing.get(token.device())));
                        }))
                        .map(keys -> new Claimability(token, keys)));
    }

    private Outcome<ClaimedDevice> store(Tx tx, NewClaim claim) {
        devices.claim(tx, List.of(claim));
        DeviceUuid device = claim.token().device();
        ClaimedDevice claimed =
                devices.find(tx, Sight.whole(claim.claimer().team()), device).orElseThrow();
        audit.record(
                tx,
                AuditEvent.onDevice(claim.claimer(), AuditAction.DEVICE_CLAIMED, device, device)
                        .after(DeviceFacts.of(claimed)));
        return Outcome.done(claimed);
    }
}
