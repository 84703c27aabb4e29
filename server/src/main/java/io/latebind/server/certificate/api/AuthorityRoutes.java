package io.latebind.server.certificate.api;

import static io.latebind.server.kernel.Permission.CHANGE_AUTHORITIES;
import static io.latebind.server.kernel.Permission.READ_AUTHORITIES;

import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.certificate.CertificateAuthority;
import io.latebind.server.certificate.ChangeAuthorities;
import io.latebind.server.certificate.ReadAuthorities;
import io.latebind.server.certificate.RevocationAddress;
import io.latebind.server.certificate.Signers;
import io.latebind.server.certificate.remote.ChangeSigners;
import io.latebind.server.certificate.remote.ReadSigners;
import io.latebind.server.certificate.remote.SignerSettings;
import io.latebind.server.certificate.remote.TestSigner;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.PathId;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.http.ShortList;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The REST calls on certificate authorities (specification 7). */
public final class AuthorityRoutes {
    private static final String AUTHORITIES = "/v1/certificate-authorities";
    private static final String AUTHORITY = AUTHORITIES + "/{id}";

    private final ReadAuthorities reading;
    private final ChangeAuthorities changing;
    private final Elsewhere elsewhere;
    private final Signers signers;
    private final RevocationAddress address;

    /** What there is to do with authorities whose signer is elsewhere. */
    public record Elsewhere(ReadSigners reading, ChangeSigners changing, TestSigner testing) {}

    public AuthorityRoutes(
            ReadAuthorities reading,
            ChangeAuthorities changing,
            Elsewhere elsewhere,
            Signers signers,
            RevocationAddress address) {
        this.reading = reading;
        this.changing = changing;
        this.elsewhere = elsewhere;
        this.signers = signers;
        this.address = address;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(HttpMethod.GET, AUTHORITIES, READ_AUTHORITIES, this::list),
                new ApiRoute(HttpMethod.POST, AUTHORITIES, CHANGE_AUTHORITIES, this::create),
                PathId.route(
                        HttpMethod.GET,
                        AUTHORITY,
                        READ_AUTHORITIES,
                        AuthorityId::parse,
                        (_, caller, id) -> reading.find(caller, id).map(this::shown)),
                PathId.route(
                        HttpMethod.PATCH,
                        AUTHORITY,
                        CHANGE_AUTHORITIES,
                        AuthorityId::parse,
                        (call, caller, id) -> AuthorityBody.change(call)
                                .then(change -> change.signer().isEmpty()
                                        ? changing.edit(caller, id, change.general())
                                        : elsewhere.changing().change(caller, id, change.general(), change.signer()))
                                .map(this::shown)),
                PathId.route(
                        HttpMethod.DELETE,
                        AUTHORITY,
                        CHANGE_AUTHORITIES,
                        AuthorityId::parse,
                        (_, caller, id) -> changing.delete(caller, id).map(_ -> HttpAnswer.empty(204))),
                PathId.route(
                                HttpMethod.POST,
                                AUTHORITY + "/test",
                                CHANGE_AUTHORITIES,
                                AuthorityId::parse,
                                (_, caller, id) -> elsewhere
                                        .testing()
                                        .test(caller, id)
                                        .map(result -> JsonAnswer.of(200, SignerView.tested(result))))
                        .changingNothing());
    }

    private Outcome<HttpAnswer> create(HttpCall call, Principal caller) {
        return AuthorityBody.creation(call, signers.offered())
                .then(wanted -> wanted.signer()
                        .map(signer -> elsewhere.changing().create(caller, wanted.draft(), signer, wanted.anchors()))
                        .map(made -> made.map(there -> AuthorityView.of(
                                there.authority(), address, Optional.of(there.settings()), there.shownOnce())))
                        .orElseGet(() -> changing.create(caller, wanted.draft())
                                .map(made -> AuthorityView.of(made, address, Optional.empty()))))
                .map(view -> JsonAnswer.of(201, view));
    }

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        Map<AuthorityId, SignerSettings> settings = elsewhere.reading().settings(caller);
        return query.accept(() -> page)
                .then(_ -> ShortList.cut(reading.list(caller), CertificateAuthority::id, page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream()
                                .map(each ->
                                        AuthorityView.of(each, address, Optional.ofNullable(settings.get(each.id()))))
                                .toList(),
                        found.total(),
                        found.nextPageToken())));
    }

    private HttpAnswer shown(CertificateAuthority authority) {
        Optional<SignerSettings> settings =
                authority.kind().remote() ? elsewhere.reading().settings(authority) : Optional.empty();
        return JsonAnswer.of(200, AuthorityView.of(authority, address, settings));
    }
}
