package io.latebind.server.device;

import static java.util.Objects.requireNonNull;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.AttestationToken;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.audit.AuditTrail;
import io.latebind.server.identity.DeviceKeys;
import io.latebind.server.job.ParallelWork;
import io.latebind.server.kernel.ClaimId;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.IdentityPolicy;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Sight;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Claims many devices in one transaction, each row with its own refusal (specification 7). What takes long, recovering keys, is done before
 * the transaction and in parallel; under the lock only those rows are judged anew with whose device something has changed since.
 */
public final class ClaimRows {
    private final Transactor transactor;
    private final DeviceStore devices;
    private final TagPermission tagging;
    private final IdentityPolicy policy;
    private final ParallelWork work;
    private final InstantSource clock;
    private final IdSource ids;
    private final AuditTrail audit;

    public ClaimRows(
            Transactor transactor,
            DeviceStore devices,
            ClaimTerms terms,
            ParallelWork work,
            InstantSource clock,
            IdSource ids,
            AuditTrail audit) {
        this.transactor = transactor;
        this.devices = devices;
        this.tagging = new TagPermission(terms.secretTags());
        this.policy = terms.policy();
        this.work = work;
        this.clock = clock;
        this.ids = ids;
        this.audit = audit;
    }

    /** All rows in one transaction. */
    public RowsClaimed claim(Principal claimer, List<ClaimRow> rows) {
        List<JudgedRow> judged = judge(claimer, rows);
        return transactor.inTransaction(tx -> claim(tx, claimer, judged));
    }

    /** What {@link #claim} would answer; nothing is created. */
    public RowsClaimed dryRun(Principal claimer, List<ClaimRow> rows) {
        List<JudgedRow> judged = judge(claimer, rows);
        return transactor.perStatement(tx -> dryRun(tx, claimer, judged));
    }

    /** A first look, outside of any transaction. */
    public List<JudgedRow> judge(Principal claimer, List<ClaimRow> rows) {
        Map<Integer, Outcome<AttestationToken>> tokens = new LinkedHashMap<>();
        rows.forEach(row -> tokens.put(row.row(), wellFormed(row)));
        List<DeviceUuid> mentioned = tokens.values().stream()
                .flatMap(outcome -> done(outcome).stream())
                .map(AttestationToken::device)
                .distinct()
                .toList();
        Map<DeviceUuid, ClaimStanding> standings = transactor.perStatement(tx -> devices.standing(tx, mentioned));
        return work.map(rows, row -> switch (requireNonNull(tokens.get(row.row()))) {
            case Outcome.Refused<AttestationToken>(Refusal refusal) ->
                new JudgedRow.Bad(row, RowRefusal.of(row.row(), refusal));
            case Outcome.Done<AttestationToken>(AttestationToken token) -> {
                ClaimStanding standing = requireNonNull(standings.get(token.device()));
                yield new JudgedRow.Good(
                        row, token, standing, ClaimRules.judge(policy, claimer.team(), token, standing));
            }
        });
    }

    private static Outcome<AttestationToken> wellFormed(ClaimRow row) {
        return ClaimRules.parse(row.claimToken())
                .then(token -> TagRules.problem(row.tags())
                        .<Outcome<AttestationToken>>map(problem -> Outcome.refused(RefusalCode.BAD_FIELD, problem))
                        .orElseGet(() -> Outcome.done(token)));
    }

    private static <T> Optional<T> done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> Optional.of(value);
            case Outcome.Refused<T> _ -> Optional.empty();
        };
    }

    /** Decides about the rows, and stores the claims with their audit events. */
    public RowsClaimed claim(Tx tx, Principal claimer, List<JudgedRow> rows) {
        List<DeviceUuid> promising =
                rows.stream().flatMap(row -> promising(row).stream()).distinct().toList();
        Decision decision = new Decision(policy, claimer, tagging.forbidden(tx, claimer, tags(rows)));
        Map<DeviceUuid, ClaimStanding> locked = devices.lockForClaim(tx, promising);
        rows.forEach(row -> decision.decide(row, locked));
        List<NewClaim> claims = decision.claims.stream()
                .map(claim -> new NewClaim(
                        new ClaimId(ids.newUuid()),
                        claimer,
                        claim.token(),
                        claim.keys(),
                        claim.row().tags(),
                        clock.instant()))
                .toList();
        devices.claim(tx, claims);
        record(tx, claimer, claims);
        return decision.result();
    }

    /** The device of a row that may be claimed. */
    private static Optional<DeviceUuid> promising(JudgedRow row) {
        return switch (row) {
            case JudgedRow.Bad _ -> Optional.empty();
            case JudgedRow.Good good -> done(good.keys()).map(_ -> good.token().device());
        };
    }

    /** Decides about the rows as things stood at the first look. */
    public RowsClaimed dryRun(Tx tx, Principal claimer, List<JudgedRow> rows) {
        Decision decision = new Decision(policy, claimer, tagging.forbidden(tx, claimer, tags(rows)));
        rows.forEach(row -> decision.decide(row, Map.of()));
        return decision.result();
    }

    private static Set<String> tags(List<JudgedRow> rows) {
        return rows.stream().flatMap(row -> row.row().tags().stream()).collect(Collectors.toUnmodifiableSet());
    }

    private void record(Tx tx, Principal claimer, List<NewClaim> claims) {
        List<DeviceUuid> order =
                claims.stream().map(claim -> claim.token().device()).toList();
        Map<DeviceUuid, ClaimedDevice> claimed = devices.findAll(tx, Sight.whole(claimer.team()), order).stream()
                .collect(Collectors.toMap(ClaimedDevice::id, Function.identity()));
        audit.recordAll(
                tx,
                order.stream()
                        .map(device -> AuditEvent.onDevice(claimer, AuditAction.DEVICE_CLAIMED, device, device)
                                .after(DeviceFacts.of(requireNonNull(claimed.get(device)))))
                        .toList());
    }

    /** Goes through the rows of one call in their order; nobody else sees it. */
    private static final class Decision {
        private record Accepted(ClaimRow row, AttestationToken token, DeviceKeys keys) {}

        private final IdentityPolicy policy;
        private final Principal claimer;
        private final Set<String> forbidden;
        private final Map<DeviceUuid, Integer> rowOf = new LinkedHashMap<>();
        private final List<Accepted> claims = new ArrayList<>();
        private final List<RowRefusal> refused = new ArrayList<>();

        Decision(IdentityPolicy policy, Principal claimer, Set<String> forbidden) {
            this.policy = policy;
            this.claimer = claimer;
            this.forbidden = forbidden;
        }

        /** @param locked how things stand now, of the devices that are locked */
        void decide(JudgedRow judged, Map<DeviceUuid, ClaimStanding> locked) {
            int row = judged.row().row();
            switch (judged) {
                case JudgedRow.Bad bad -> refused.add(bad.refusal());
                case JudgedRow.Good good -> {
                    switch (keys(good, locked)) {
                        case Outcome.Refused<DeviceKeys>(Refusal refusal) -> refused.add(RowRefusal.of(row, refusal));
                        case Outcome.Done<DeviceKeys>(DeviceKeys keys) -> {
                            rowOf.put(good.token().device(), row);
                            claims.add(new Accepted(good.row(), good.token(), keys));
                        }
                    }
                }
            }
        }

        private Outcome<DeviceKeys> keys(JudgedRow.Good good, Map<DeviceUuid, ClaimStanding> locked) {
            DeviceUuid device = good.token().device();
            Optional<Refusal> tagging =
                    TagPermission.refusal(forbidden, good.row().tags());
            if (tagging.isPresent()) {
                return Outcome.refused(tagging.get());
            }
            Integer earlier = rowOf.get(device);
            if (earlier != null) {
                return Outcome.refused(
                        RefusalCode.ALREADY_CLAIMED,
                        "device " + device + " stands in row " + earlier + " of this file already");
            }
            ClaimStanding now = locked.getOrDefault(device, good.standing());
            return now.equals(good.standing())
                    ? good.keys()
                    : ClaimRules.judge(policy, claimer.team(), good.token(), now);
        }

        RowsClaimed result() {
            return new RowsClaimed(rowOf, refused);
        }
    }
}
