package io.latebind.server.audit.api;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditFilter;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.kernel.CanonicalUuid;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The filters of a list of audit events. */
final class AuditQuery {
    private AuditQuery() {}

    /** Refused with every bad parameter at once (BAD_PARAMETER). */
    static Outcome<AuditFilter> read(QueryParameters query) {
        Optional<AuditAction> action = parsed(query, "action", AuditAction::parse, "an action like device.claimed");
        Optional<MemberId> member =
                parsed(query, "memberId", text -> CanonicalUuid.parse(text).map(MemberId::new), "a member's id");
        Optional<DeviceUuid> device = parsed(query, "deviceId", DeviceUuid::parse, "a device UUID");
        Optional<String> subject = parsed(
                query, "subject", text -> Optional.of(text).filter(it -> it.indexOf('\0') < 0), "an id or a name");
        Optional<Instant> since = query.instant("since");
        Optional<Instant> until = query.instant("until");
        return query.accept(() -> new AuditFilter(action, member, device, subject, since, until));
    }

    private static <T> Optional<T> parsed(
            QueryParameters query, String name, Function<String, Optional<T>> parse, String wanted) {
        return query.text(name).flatMap(text -> {
            Optional<T> value = parse.apply(text);
            if (value.isEmpty()) {
                query.problem(name, text, wanted);
            }
            return value;
        });
    }
}
