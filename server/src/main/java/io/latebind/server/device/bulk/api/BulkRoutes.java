package io.latebind.server.device.bulk.api;

import static io.latebind.server.kernel.Permission.CLAIM_DEVICES;

import io.latebind.server.device.ClaimCsv;
import io.latebind.server.device.RowRefusal;
import io.latebind.server.device.bulk.BulkRules;
import io.latebind.server.device.bulk.CancelBulkClaim;
import io.latebind.server.device.bulk.ReadBulkClaims;
import io.latebind.server.device.bulk.StartBulkClaim;
import io.latebind.server.http.AnswerStream;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.CsvBody;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpLimits;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.kernel.JobId;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** The REST calls on bulk claims (specification 7). */
public final class BulkRoutes {
    private static final String OPERATIONS = "/v1/bulk-ops-requests";
    private static final String OPERATION = OPERATIONS + "/{id}";
    private static final String NDJSON = "application/x-ndjson";
    /** Held in memory at a time. */
    private static final int EXPORTED_AT_A_TIME = 500;

    private final StartBulkClaim starting;
    private final ReadBulkClaims reading;
    private final CancelBulkClaim cancelling;

    public BulkRoutes(StartBulkClaim starting, ReadBulkClaims reading, CancelBulkClaim cancelling) {
        this.starting = starting;
        this.reading = reading;
        this.cancelling = cancelling;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(HttpMethod.POST, "/v1/claimed-devices/bulk", CLAIM_DEVICES, this::start)
                        .withBodyUpTo(HttpLimits.CSV_BYTES),
                new ApiRoute(HttpMethod.GET, OPERATIONS, CLAIM_DEVICES, this::list),
                on(
                        HttpMethod.GET,
                        OPERATION,
                        (_, caller, id) -> reading.find(caller, id).map(job -> JsonAnswer.of(200, BulkView.of(job)))),
                on(
                        HttpMethod.POST,
                        OPERATION + "/cancel",
                        (_, caller, id) ->
                                cancelling.cancel(caller, id).map(job -> JsonAnswer.of(202, BulkView.of(job)))),
                on(HttpMethod.GET, OPERATION + "/errors", this::errors));
    }

    /** Where the refused rows of an operation are: on this origin, whatever its name is for the caller. */
    static String errors(JobId id) {
        return OPERATIONS + "/" + id + "/errors";
    }

    private record Started(JobId bulkOpsRequestId) {}

    private Outcome<HttpAnswer> start(HttpCall call, Principal caller) {
        if (!CsvBody.alone(call)) {
            return Outcome.refused(
                    RefusalCode.UNSUPPORTED_MEDIA_TYPE,
                    "This route takes a body of content type text/csv; send that header.");
        }
        QueryParameters query = new QueryParameters(call);
        boolean dryRun = query.flag("dryrun");
        return query.accept(() -> dryRun)
                .then(_ -> ClaimCsv.check(call.body(), BulkRules.MAX_ROWS))
                .then(csv -> starting.start(caller, csv, dryRun))
                .map(job -> JsonAnswer.of(202, new Started(job.id())));
    }

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        return query.accept(() -> page)
                .then(_ -> reading.list(caller, page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream().map(BulkView::of).toList(), found.total(), found.nextPageToken())));
    }

    private Outcome<HttpAnswer> errors(HttpCall call, Principal caller, JobId id) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        return query.accept(() -> page)
                .then(_ -> call.preferred(JsonAnswer.CONTENT_TYPE, NDJSON)
                                .filter(NDJSON::equals)
                                .isPresent()
                        ? reading.find(caller, id)
                                .map(_ -> HttpAnswer.streamed(NDJSON, sink -> export(id, page.descending(), sink)))
                        : reading.refusals(caller, id, page).map(JsonAnswer::page));
    }

    private void export(JobId id, boolean descending, AnswerStream.Sink sink) {
        Optional<Integer> behind = Optional.empty();
        List<RowRefusal> refusals;
        do {
            refusals = reading.following(id, behind, descending, EXPORTED_AT_A_TIME);
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (RowRefusal refusal : refusals) {
                lines.writeBytes(JsonAnswer.of(200, refusal).body());
                lines.write('\n');
                behind = Optional.of(refusal.row());
            }
            if (!refusals.isEmpty()) {
                sink.write(lines.toByteArray());
            }
        } while (refusals.size() == EXPORTED_AT_A_TIME);
    }

    private interface OnOperation {
        Outcome<HttpAnswer> handle(HttpCall call, Principal caller, JobId id);
    }

    private static ApiRoute on(HttpMethod method, String template, OnOperation handler) {
        return new ApiRoute(method, template, CLAIM_DEVICES, (call, caller) -> {
            String text = call.pathParameter("id");
            Optional<JobId> id = JobId.parse(text);
            return id.isPresent()
                    ? handler.handle(call, caller, id.get())
                    : Outcome.refused(
                            RefusalCode.NOT_FOUND,
                            "\"" + text + "\" is not the id of a bulk operation, which looks like"
                                    + " 01KAQ2Z0T5E8V9W3X4Y5Z6A7B8");
        });
    }
}
