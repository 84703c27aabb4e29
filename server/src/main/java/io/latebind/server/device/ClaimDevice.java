package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.AttestationToken;
import io.latebind.contract.token.Parsed;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.identity.DeviceKeys;
import io.latebind.server.identity.IdentityRules;
import io.latebind.server.kernel.ClaimId;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.IdentityPolicy;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.InstantSource;
import java.util.List;

/** Claims a device with its attestation token (specification 1, 5.1, 5.4). */
public final class ClaimDevice {
    private final Transactor transactor;
    private final DeviceStore devices;
    private final InstantSource clock;
    private final IdSource ids;
    private final AuditTrail audit;
    private final IdentityPolicy policy;

    public ClaimDevice(
            Transactor transactor,
            DeviceStore devices,
            InstantSource clock,
            IdSource ids,
            AuditTrail audit,
            IdentityPolicy policy) {
        this.transactor = transactor;
        this.devices = devices;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
        this.policy = policy;
    }

    /**
     * The claimed device. Refused when the token is not one (BAD_TOKEN), is not signed with the key that the registry names or that the
     * device has proven before (TOKEN_NOT_TRUSTED), the device is not in the registry where the policy demands it
     * (DEVICE_NOT_REGISTERED), or it is claimed by the caller's or another team (ALREADY_CLAIMED).
     */
    public Outcome<ClaimedDevice> claim(Principal claimer, String claimToken, List<String> tags) {
        return parse(claimToken)
                .then(token -> transactor.inTransaction(tx -> judge(
                                claimer.team(), token, devices.lockForClaim(tx, token.device()))
                        .then(keys -> store(
                                tx,
                                new NewClaim(
                                        new ClaimId(ids.newUuid()), claimer, token, keys, tags, clock.instant())))));
    }

    /** The token of a device that could be claimed; the same refusals as {@link #claim}, and nothing is created. */
    public Outcome<Claimability> dryRun(Principal claimer, String claimToken) {
        return parse(claimToken)
                .then(token -> transactor
                        .inTransaction(tx -> judge(claimer.team(), token, devices.standing(tx, token.device())))
                        .map(keys -> new Claimability(token, keys)));
    }

    private static Outcome<AttestationToken> parse(String claimToken) {
        return switch (AttestationToken.parse(claimToken)) {
            case Parsed.Valid<AttestationToken>(AttestationToken token) -> Outcome.done(token);
            case Parsed.Invalid<AttestationToken>(String reason) ->
                Outcome.refused(
                        RefusalCode.BAD_TOKEN,
                        "claimToken is not an attestation token: " + reason
                                + ". It is what the device answers to AT%ATTESTTOKEN, the text between the quotes");
        };
    }

    /** Where a token can be checked it is checked first: one that somebody made up learns nothing about claims. */
    private Outcome<DeviceKeys> judge(TeamId team, AttestationToken token, ClaimStanding standing) {
        return standing.known().none() && policy == IdentityPolicy.FIRST_USE
                ? free(team, token, standing).then(_ -> IdentityRules.keysOfClaim(token, standing.known(), policy))
                : IdentityRules.keysOfClaim(token, standing.known(), policy)
                        .then(keys -> free(team, token, standing).map(_ -> keys));
    }

    private static Outcome<AttestationToken> free(TeamId team, AttestationToken token, ClaimStanding standing) {
        return standing.holder()
                .map(holder -> Outcome.<AttestationToken>refused(
                        RefusalCode.ALREADY_CLAIMED,
                        "device " + token.device() + " is already claimed by "
                                + (holder.equals(team) ? "your team" : "another team")))
                .orElseGet(() -> Outcome.done(token));
    }

    private Outcome<ClaimedDevice> store(Tx tx, NewClaim claim) {
        if (!devices.claim(tx, claim)) {
            throw new IllegalStateException("a device that was locked for its claim was claimed by someone else");
        }
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
