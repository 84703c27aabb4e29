package io.latebind.server.device;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.util.List;
import java.util.Optional;

/** Changes the tags of a claimed device (specification 7). */
public final class TagDevice {
    private final Transactor transactor;
    private final DeviceStore devices;
    private final TagPermission tagging;
    private final AuditTrail audit;

    public TagDevice(Transactor transactor, DeviceStore devices, SecretTags secretTags, AuditTrail audit) {
        this.transactor = transactor;
        this.devices = devices;
        this.tagging = new TagPermission(secretTags);
        this.audit = audit;
    }

    /**
     * The device as it is then. Refused when it is not there for the caller (NOT_FOUND), its tags are none of those that the change may
     * build on (PRECONDITION_FAILED), it would bear tags that no device can (BAD_FIELD), or the caller may not give one (NOT_PERMITTED).
     *
     * @param known what the caller has seen; empty when it does not matter
     */
    public Outcome<ClaimedDevice> change(
            Principal caller, DeviceUuid device, TagChange change, Optional<List<TagVersion>> known) {
        return transactor.inTransaction(tx -> devices.lock(tx, caller.sight(), device)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(DeviceAbsent.refusal(device)))
                .then(found -> builtOn(found, known))
                .then(found -> TagRules.changed(found.tags(), change)
                        .then(tags -> permitted(tx, caller, found, tags))
                        .map(tags -> store(tx, caller, found, tags))));
    }

    private static Outcome<ClaimedDevice> builtOn(ClaimedDevice device, Optional<List<TagVersion>> known) {
        return known.isEmpty() || TagVersion.of(device).among(known.get())
                ? Outcome.done(device)
                : Outcome.refused(
                        RefusalCode.PRECONDITION_FAILED,
                        "the tags of device " + device.id()
                                + " were changed, or it was claimed anew, since you read them; read it again, and send the"
                                + " ETag of that answer as If-Match");
    }

    /** Tags that it bears already are nobody's fault. */
    private Outcome<List<String>> permitted(Tx tx, Principal caller, ClaimedDevice device, List<String> tags) {
        List<String> added =
                tags.stream().filter(tag -> !device.tags().contains(tag)).toList();
        return tagging.check(tx, caller, added).map(_ -> tags);
    }

    private ClaimedDevice store(Tx tx, Principal caller, ClaimedDevice device, List<String> tags) {
        if (tags.equals(device.tags())) {
            return device;
        }
        devices.tag(tx, device.id(), tags);
        audit.record(
                tx,
                AuditEvent.onDevice(caller, AuditAction.DEVICE_TAGGED, device.id(), device.id())
                        .before(Facts.of("tags", device.tags()))
                        .after(Facts.of("tags", tags)));
        return devices.find(tx, Sight.whole(caller.team()), device.id()).orElseThrow();
    }
}
