package io.latebind.server.identity;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shows the identity registry to the deployment's owners. */
public final class ReadIdentities {
    private final Transactor transactor;
    private final IdentityStore identities;
    private final ClaimsThere claims;

    public ReadIdentities(Transactor transactor, IdentityStore identities, ClaimsThere claims) {
        this.transactor = transactor;
        this.identities = identities;
        this.claims = claims;
    }

    /** Refused when there is no entry (NOT_FOUND). */
    public Outcome<ShownIdentity> find(DeviceUuid device) {
        return transactor.perStatement(tx -> identities
                .find(tx, device)
                .map(identity -> Outcome.done(shown(tx, List.of(identity)).getFirst()))
                .orElseGet(() -> Outcome.refused(IdentityAbsent.refusal(device))));
    }

    /** Refused when the page token is none of ours (BAD_PARAMETER). */
    public Outcome<Page<ShownIdentity>> list(IdentityFilter filter, PageRequest page) {
        Optional<DeviceUuid> behind = page.token().flatMap(DeviceUuid::parse);
        if (page.token().isPresent() && behind.isEmpty()) {
            return Outcome.refused(
                    RefusalCode.BAD_PARAMETER,
                    "pageNextToken is not one that this service gave out; leave it away to begin with the first page");
        }
        return Outcome.done(transactor.perStatement(tx -> {
            Page<RegisteredIdentity> found = identities.list(tx, filter, behind, page);
            return new Page<>(shown(tx, found.items()), found.total(), found.nextPageToken());
        }));
    }

    private List<ShownIdentity> shown(Tx tx, List<RegisteredIdentity> found) {
        Set<DeviceUuid> claimed = claims.among(
                tx, found.stream().map(each -> each.entry().device()).toList());
        return found.stream()
                .map(each ->
                        new ShownIdentity(each, claimed.contains(each.entry().device())))
                .toList();
    }
}
