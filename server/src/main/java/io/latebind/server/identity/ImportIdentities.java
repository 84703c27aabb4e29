package io.latebind.server.identity;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.DeviceTypes;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Imports entries into the identity registry, for the deployment's owners (specification 5.4, 7). In batches, each with its audit events
 * in a transaction of its own, so that no device waits long for a claim that is to be blocked; when the service is stopped in between, the
 * same import once more does the rest.
 */
public final class ImportIdentities {
    /** Entries of one transaction, and of one statement. */
    static final int BATCH = 2000;

    private final Transactor transactor;
    private final IdentityStore identities;
    private final Contradictions contradictions;
    private final AuditTrail audit;
    private final InstantSource clock;
    private final IdSource ids;

    public ImportIdentities(
            Transactor transactor,
            IdentityStore identities,
            Contradictions contradictions,
            AuditTrail audit,
            InstantSource clock,
            IdSource ids) {
        this.transactor = transactor;
        this.identities = identities;
        this.contradictions = contradictions;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    /** What one batch did. */
    private record Done(int imported, int changed, int unchanged, List<DeviceUuid> contradictions) {}

    /** Takes every row that is good; those that are not keep no other one from being taken. */
    public ImportReport importRows(Principal caller, List<ImportRow> rows) {
        UUID importId = ids.newUuid();
        return inBatches(rows, batch -> transactor.inTransaction(tx -> take(tx, caller, importId, batch)));
    }

    /** What {@link #importRows} would do now; nothing is changed. */
    public ImportReport dryRun(List<ImportRow> rows) {
        return inBatches(
                rows,
                batch -> transactor.inTransaction(tx -> {
                    Compared compared = compare(tx, batch);
                    return compared.done(contradictions.find(tx, compared.rekeyed()));
                }));
    }

    private interface Batch {
        Done take(List<RegistryEntry> entries);
    }

    private static ImportReport inBatches(List<ImportRow> rows, Batch work) {
        ImportRules.Sorted sorted = ImportRules.sort(rows);
        List<RegistryEntry> entries = sorted.entries();
        int imported = 0;
        int changed = 0;
        int unchanged = sorted.repeated();
        List<DeviceUuid> contradicted = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += BATCH) {
            Done done = work.take(entries.subList(from, Math.min(entries.size(), from + BATCH)));
            imported += done.imported();
            changed += done.changed();
            unchanged += done.unchanged();
            contradicted.addAll(done.contradictions());
        }
        return new ImportReport(imported, changed, unchanged, contradicted, sorted.failed());
    }

    private record Replaced(RegistryEntry entry, RegisteredIdentity before) {
        boolean rekeyed() {
            return !before.entry().key().equals(entry.key());
        }
    }

    /** A batch beside what is stored. */
    private record Compared(List<RegistryEntry> added, List<Replaced> replaced, int unchanged) {
        List<RegistryEntry> rekeyed() {
            List<RegistryEntry> entries = new ArrayList<>(added);
            replaced.stream().filter(Replaced::rekeyed).map(Replaced::entry).forEach(entries::add);
            return entries;
        }

        List<RegistryEntry> toPut() {
            List<RegistryEntry> entries = new ArrayList<>(added);
            replaced.stream().map(Replaced::entry).forEach(entries::add);
            return entries;
        }

        Done done(List<Contradiction> contradicted) {
            return new Done(
                    added.size(),
                    replaced.size(),
                    unchanged,
                    contradicted.stream().map(Contradiction::device).toList());
        }
    }

    private Compared compare(Tx tx, List<RegistryEntry> batch) {
        Map<DeviceUuid, RegisteredIdentity> stored =
                identities.stored(tx, batch.stream().map(RegistryEntry::device).toList());
        List<RegistryEntry> added = new ArrayList<>();
        List<Replaced> replaced = new ArrayList<>();
        int unchanged = 0;
        for (RegistryEntry entry : batch) {
            Optional<RegisteredIdentity> before = Optional.ofNullable(stored.get(entry.device()));
            switch (ImportRules.compare(entry, before.map(RegisteredIdentity::entry))) {
                case NEW -> added.add(entry);
                case CHANGED -> replaced.add(new Replaced(entry, before.orElseThrow()));
                case UNCHANGED -> unchanged++;
            }
        }
        return new Compared(added, replaced, unchanged);
    }

    private Done take(Tx tx, Principal caller, UUID importId, List<RegistryEntry> batch) {
        Instant now = clock.instant();
        identities.lockForImport(tx);
        Compared compared = compare(tx, batch);
        if (compared.toPut().isEmpty()) {
            return compared.done(List.of());
        }
        identities.put(tx, compared.toPut(), caller.member(), now);
        List<Contradiction> contradicted = contradictions.settle(tx, compared.rekeyed(), now);
        record(tx, caller, importId, compared, contradicted);
        return compared.done(contradicted);
    }

    /** The chains of other teams first, always in the same order, and the caller's last: two owners who import never wait in a circle. */
    private void record(Tx tx, Principal caller, UUID importId, Compared compared, List<Contradiction> contradicted) {
        contradicted.stream()
                .filter(each -> each.holder().isPresent() && !each.wasBlocked())
                .sorted(Comparator.comparing((Contradiction each) -> lastOfAll(each, caller))
                        .thenComparing(each -> each.holder().map(TeamId::value).orElseThrow())
                        .thenComparing(each -> each.device().value()))
                .forEach(each -> audit.record(tx, blocked(caller, each)));
        contradicted.stream()
                .filter(each -> each.endedKid().isPresent())
                .forEach(each -> audit.record(
                        tx,
                        AuditEvent.onDevice(caller, AuditAction.PIN_RELEASED, each.device(), each.device())
                                .before(Facts.of("kid", each.endedKid()))
                                .after(Facts.of("registeredKid", each.registeredKid()))));
        compared.replaced().stream()
                .filter(Replaced::rekeyed)
                .forEach(each -> audit.record(
                        tx,
                        AuditEvent.onDevice(
                                        caller,
                                        AuditAction.IDENTITY_IMPORTED,
                                        each.entry().device(),
                                        each.entry().device())
                                .before(facts(each.before()))
                                .after(facts(each.entry()))));
        audit.record(
                tx,
                AuditEvent.of(caller, AuditAction.IDENTITY_IMPORTED, importId)
                        .after(Facts.of("imported", compared.added().size())
                                .with("changed", compared.replaced().size())
                                .with(
                                        "deviceIds",
                                        compared.added().stream()
                                                .map(RegistryEntry::device)
                                                .toList())
                                .with(
                                        "sameKey",
                                        compared.replaced().stream()
                                                .filter(each -> !each.rekeyed())
                                                .map(each -> Facts.of("before", facts(each.before()))
                                                        .with("after", facts(each.entry())))
                                                .toList())));
    }

    private static boolean lastOfAll(Contradiction each, Principal caller) {
        return each.holder().filter(caller.team()::equals).isPresent();
    }

    private static AuditEvent blocked(Principal caller, Contradiction each) {
        return AuditEvent.onDevice(caller, AuditAction.DEVICE_BLOCKED, each.device(), each.device())
                .inTrailOf(each.holder().orElseThrow())
                .before(Facts.of("blocked", false))
                .after(Facts.of("blocked", true).with("reason", each.reason()));
    }

    static Facts facts(RegisteredIdentity identity) {
        return facts(identity.entry())
                .with("importedAt", identity.importedAt())
                .with("importedBy", identity.importedBy());
    }

    static Facts facts(RegistryEntry entry) {
        return Facts.of("deviceId", entry.device())
                .with("kid", entry.key().kid())
                .with("imei", entry.imei())
                .with("deviceType", entry.deviceType().map(DeviceTypes::nameOf));
    }
}
