package io.latebind.server.audit.api;

import io.latebind.server.audit.AuditFilter;
import io.latebind.server.audit.AuditLine;
import io.latebind.server.audit.ReadAudit;
import io.latebind.server.http.AnswerStream;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Principal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The REST calls on the audit trail (specification 7.1). */
public final class AuditRoutes {
    private static final String NDJSON = "application/x-ndjson";
    /** Held in memory at a time. */
    private static final int EXPORTED_AT_A_TIME = 500;

    private final ReadAudit reading;

    public AuditRoutes(ReadAudit reading) {
        this.reading = reading;
    }

    public List<ApiRoute> routes() {
        return List.of(new ApiRoute(HttpMethod.GET, "/v1/audit-events", Permission.READ_AUDIT, this::list));
    }

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        return AuditQuery.read(query)
                .then(filter -> call.preferred(JsonAnswer.CONTENT_TYPE, NDJSON)
                                .filter(NDJSON::equals)
                                .isPresent()
                        ? Outcome.done(HttpAnswer.streamed(NDJSON, sink -> export(caller, filter, sink)))
                        : page(caller, filter, page));
    }

    private void export(Principal caller, AuditFilter filter, AnswerStream.Sink sink) {
        long behind = 0;
        List<AuditLine> lines;
        do {
            lines = reading.following(caller, filter, behind, EXPORTED_AT_A_TIME);
            StringBuilder text = new StringBuilder();
            for (AuditLine line : lines) {
                text.append(AuditLines.shown(line)).append('\n');
                behind = line.sequence();
            }
            if (!lines.isEmpty()) {
                sink.write(text.toString().getBytes(StandardCharsets.UTF_8));
            }
        } while (lines.size() == EXPORTED_AT_A_TIME);
    }

    private Outcome<HttpAnswer> page(Principal caller, AuditFilter filter, PageRequest page) {
        return reading.list(caller, filter, page)
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream().map(AuditLines::shown).toList(), found.total(), found.nextPageToken())));
    }
}
