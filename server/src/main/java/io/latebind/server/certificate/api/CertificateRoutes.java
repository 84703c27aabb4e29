package io.latebind.server.certificate.api;

import static io.latebind.server.kernel.Permission.READ_CERTIFICATES;
import static io.latebind.server.kernel.Permission.REVOKE_CERTIFICATES;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.certificate.CertificateFilter;
import io.latebind.server.certificate.CertificateId;
import io.latebind.server.certificate.IssuedCertificate;
import io.latebind.server.certificate.PemBlock;
import io.latebind.server.certificate.ReadCertificates;
import io.latebind.server.certificate.RevocationReason;
import io.latebind.server.certificate.RevokeCertificate;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.JsonBody;
import io.latebind.server.http.PathId;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The REST calls on issued certificates. */
public final class CertificateRoutes {
    /** RFC 8555, 9.1. */
    private static final String PEM = "application/pem-certificate-chain";

    private static final String CERTIFICATES = "/v1/certificates";
    private static final String CERTIFICATE = CERTIFICATES + "/{id}";
    private static final int MAX_NOTE_CHARACTERS = 256;

    private final ReadCertificates reading;
    private final RevokeCertificate revoking;
    private final InstantSource clock;

    public CertificateRoutes(ReadCertificates reading, RevokeCertificate revoking, InstantSource clock) {
        this.reading = reading;
        this.revoking = revoking;
        this.clock = clock;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(HttpMethod.GET, CERTIFICATES, READ_CERTIFICATES, this::list),
                PathId.route(
                        HttpMethod.GET,
                        CERTIFICATE,
                        READ_CERTIFICATES,
                        CertificateId::parse,
                        (_, caller, id) -> reading.find(caller, id).map(found -> shown(found))),
                PathId.route(
                        HttpMethod.GET,
                        CERTIFICATE + "/pem",
                        READ_CERTIFICATES,
                        CertificateId::parse,
                        (_, caller, id) -> reading.find(caller, id)
                                .map(found -> HttpAnswer.of(200, PEM, PemBlock.of(found.delivered())))),
                PathId.route(
                        HttpMethod.POST,
                        CERTIFICATE + "/revoke",
                        REVOKE_CERTIFICATES,
                        CertificateId::parse,
                        (call, caller, id) -> revocation(call)
                                .then(how -> revoking.revoke(caller, id, how.reason(), how.note()))
                                .map(this::shown)));
    }

    private HttpAnswer shown(IssuedCertificate certificate) {
        return JsonAnswer.of(200, CertificateView.of(certificate, clock.instant()));
    }

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        Optional<DeviceUuid> device = parsed(query, "deviceId", DeviceUuid::parse, "a device UUID");
        Optional<AuthorityId> authority = parsed(query, "authorityId", AuthorityId::parse, "a UUID");
        Optional<String> serial = parsed(
                query,
                "serial",
                text -> Optional.of(text.toLowerCase(Locale.ROOT)).filter(hex -> hex.matches("[0-9a-f]{1,40}")),
                "a serial number in hex, at most 40 digits");
        Optional<String> profile = parsed(
                query,
                "profile",
                text -> Optional.of(text).filter(name -> name.indexOf(0) < 0),
                "a text without U+0000");
        Optional<IssuedCertificate.State> state = query.choice("state", IssuedCertificate.State.class);
        return query.accept(() -> new CertificateFilter(device, authority, profile, state, serial))
                .then(filter -> reading.list(caller, filter, page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream()
                                .map(each -> CertificateView.of(each, clock.instant()))
                                .toList(),
                        found.total(),
                        found.nextPageToken())));
    }

    private static <T> Optional<T> parsed(
            QueryParameters query, String name, Function<String, Optional<T>> parser, String wanted) {
        return query.text(name).flatMap(text -> {
            Optional<T> value = parser.apply(text);
            if (value.isEmpty()) {
                query.problem(name, text, wanted);
            }
            return value;
        });
    }

    private record How(RevocationReason reason, Optional<String> note) {}

    /** The body may be left away. */
    private static Outcome<How> revocation(HttpCall call) {
        if (call.body().length == 0) {
            return Outcome.done(new How(RevocationReason.UNSPECIFIED, Optional.empty()));
        }
        return JsonBody.fields(call).then(body -> {
            Optional<String> text = body.optionalText("reason");
            Optional<RevocationReason> reason = text.flatMap(RevocationReason::parse);
            if (text.isPresent() && reason.isEmpty()) {
                body.problem("reason", "/reason must be one of " + String.join(", ", RevocationReason.names()) + ".");
            }
            Optional<String> note = body.optionalText("note").filter(words -> !words.isBlank());
            note.filter(words -> words.length() > MAX_NOTE_CHARACTERS)
                    .ifPresent(words -> body.problem(
                            "note",
                            "/note has " + words.length() + " characters; at most " + MAX_NOTE_CHARACTERS
                                    + " are allowed."));
            return body.accept(() -> new How(reason.orElse(RevocationReason.UNSPECIFIED), note));
        });
    }
}
