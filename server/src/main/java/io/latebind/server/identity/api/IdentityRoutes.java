package io.latebind.server.identity.api;

import static io.latebind.server.kernel.Permission.OPERATE;
import static io.latebind.server.kernel.Permission.VERIFY_TOKENS;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.JsonBody;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.identity.IdentityFilter;
import io.latebind.server.identity.Imei;
import io.latebind.server.identity.ImportIdentities;
import io.latebind.server.identity.ReadIdentities;
import io.latebind.server.identity.RemoveIdentity;
import io.latebind.server.identity.VerifyTokens;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import java.util.List;
import java.util.Optional;

/** The REST calls on the identity registry, and on tokens (specification 5.4, 7). */
public final class IdentityRoutes {
    private static final String IDENTITIES = "/v1/identities";
    private static final String IDENTITY = IDENTITIES + "/{uuid}";
    private static final int CSV_BYTES = 64 * 1024 * 1024;
    private static final int MAX_TOKENS = 100;

    private final ReadIdentities reading;
    private final ImportIdentities importing;
    private final RemoveIdentity removing;
    private final VerifyTokens verifying;

    public IdentityRoutes(
            ReadIdentities reading, ImportIdentities importing, RemoveIdentity removing, VerifyTokens verifying) {
        this.reading = reading;
        this.importing = importing;
        this.removing = removing;
        this.verifying = verifying;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(HttpMethod.GET, IDENTITIES, OPERATE, this::list),
                new ApiRoute(HttpMethod.POST, IDENTITIES, OPERATE, this::importThem).withBodyUpTo(CSV_BYTES),
                new ApiRoute(
                        HttpMethod.GET,
                        IDENTITY,
                        OPERATE,
                        (call, _) -> device(call)
                                .then(reading::find)
                                .map(shown -> JsonAnswer.of(200, IdentityView.of(shown)))),
                new ApiRoute(
                        HttpMethod.DELETE,
                        IDENTITY,
                        OPERATE,
                        (call, caller) -> device(call)
                                .then(device -> removing.remove(caller, device))
                                .map(_ -> HttpAnswer.empty(204))),
                new ApiRoute(HttpMethod.POST, IDENTITIES + "/verify", VERIFY_TOKENS, this::verify));
    }

    private static Outcome<DeviceUuid> device(HttpCall call) {
        String text = call.pathParameter("uuid");
        return DeviceUuid.parse(text)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(
                        RefusalCode.NOT_FOUND,
                        "\"" + text
                                + "\" is not a device UUID, which looks like 50503630-3637-422a-8034-1d0b0a0b0c0d"));
    }

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        Optional<DeviceUuid> device = query.text("uuid").flatMap(text -> {
            Optional<DeviceUuid> uuid = DeviceUuid.parse(text);
            if (uuid.isEmpty()) {
                query.problem("uuid", text, "a device UUID");
            }
            return uuid;
        });
        Optional<Imei> imei = query.text("imei").flatMap(text -> {
            Optional<Imei> digits = Imei.parse(text);
            if (digits.isEmpty()) {
                query.problem("imei", text, "15 digits");
            }
            return digits;
        });
        return query.accept(() -> new IdentityFilter(device, imei))
                .then(filter -> reading.list(filter, page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream().map(IdentityView::of).toList(), found.total(), found.nextPageToken())));
    }

    private Outcome<HttpAnswer> importThem(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        boolean dryRun = query.flag("dryrun");
        return query.accept(() -> dryRun)
                .then(_ -> IdentityBody.read(call))
                .map(rows -> dryRun ? importing.dryRun(rows) : importing.importRows(caller, rows))
                .map(report -> JsonAnswer.of(200, ImportView.of(report)));
    }

    private record Verdicts(List<VerdictView> items) {}

    private Outcome<HttpAnswer> verify(HttpCall call, Principal caller) {
        return JsonBody.fields(call)
                .then(body -> {
                    List<String> tokens = body.optionalTextList("tokens").orElse(List.of());
                    if (!body.hasProblems() && (tokens.isEmpty() || tokens.size() > MAX_TOKENS)) {
                        body.problem(
                                "tokens",
                                "/tokens must hold 1 to " + MAX_TOKENS + " tokens; it holds " + tokens.size() + ".");
                    }
                    return body.accept(() -> tokens);
                })
                .map(tokens -> JsonAnswer.of(
                        200,
                        new Verdicts(verifying.verify(tokens).stream()
                                .map(VerdictView::of)
                                .toList())));
    }
}
