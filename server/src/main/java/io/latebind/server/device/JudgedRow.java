package io.latebind.server.device;

import io.latebind.contract.token.AttestationToken;
import io.latebind.server.identity.DeviceKeys;
import io.latebind.server.kernel.Outcome;

/** A row that was looked at before its transaction, without a lock: nothing is decided yet. */
public sealed interface JudgedRow {
    ClaimRow row();

    /** What the row itself says can never be claimed. */
    record Bad(ClaimRow row, RowRefusal refusal) implements JudgedRow {}

    /**
     * @param standing how things stood then
     * @param keys the judgement upon that; good for as long as it stands so
     */
    record Good(ClaimRow row, AttestationToken token, ClaimStanding standing, Outcome<DeviceKeys> keys)
            implements JudgedRow {}
}
