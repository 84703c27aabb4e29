package io.latebind.server.certificate.api;

import static io.latebind.server.kernel.Permission.CHANGE_AUTHORITIES;
import static io.latebind.server.kernel.Permission.READ_AUTHORITIES;

import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.certificate.CertificateAuthority;
import io.latebind.server.certificate.ChangeAuthorities;
import io.latebind.server.certificate.ReadAuthorities;
import io.latebind.server.certificate.RevocationAddress;
import io.latebind.server.certificate.Signers;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.http.ShortList;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import java.util.List;

/** The REST calls on certificate authorities (specification 7). */
public final class AuthorityRoutes {
    private static final String AUTHORITIES = "/v1/certificate-authorities";
    private static final String AUTHORITY = AUTHORITIES + "/{id}";

    private final ReadAuthorities reading;
    private final ChangeAuthorities changing;
    private final Signers signers;
    private final RevocationAddress address;

    public AuthorityRoutes(
            ReadAuthorities reading, ChangeAuthorities changing, Signers signers, RevocationAddress address) {
        this.reading = reading;
        this.changing = changing;
        this.signers = signers;
        this.address = address;
    }

    public List<ApiRoute> routes() {
        return List.of(
                new ApiRoute(HttpMethod.GET, AUTHORITIES, READ_AUTHORITIES, this::list),
                new ApiRoute(
                        HttpMethod.POST,
                        AUTHORITIES,
                        CHANGE_AUTHORITIES,
                        (call, caller) -> AuthorityBody.draft(call, signers.offered())
                                .then(draft -> changing.create(caller, draft))
                                .map(made -> shown(201, made))),
                PathId.route(
                        HttpMethod.GET,
                        AUTHORITY,
                        READ_AUTHORITIES,
                        AuthorityId::parse,
                        (_, caller, id) -> reading.find(caller, id).map(found -> shown(200, found))),
                PathId.route(
                        HttpMethod.PATCH,
                        AUTHORITY,
                        CHANGE_AUTHORITIES,
                        AuthorityId::parse,
                        (call, caller, id) -> AuthorityBody.edit(call)
                                .then(edit -> changing.edit(caller, id, edit))
                                .map(changed -> shown(200, changed))),
                PathId.route(
                        HttpMethod.DELETE,
                        AUTHORITY,
                        CHANGE_AUTHORITIES,
                        AuthorityId::parse,
                        (_, caller, id) -> changing.delete(caller, id).map(_ -> HttpAnswer.empty(204))));
    }

    private Outcome<HttpAnswer> list(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        PageRequest page = query.page();
        return query.accept(() -> page)
                .then(_ -> ShortList.cut(reading.list(caller), CertificateAuthority::id, page))
                .map(found -> JsonAnswer.page(new Page<>(
                        found.items().stream()
                                .map(each -> AuthorityView.of(each, address))
                                .toList(),
                        found.total(),
                        found.nextPageToken())));
    }

    private HttpAnswer shown(int status, CertificateAuthority authority) {
        return JsonAnswer.of(status, AuthorityView.of(authority, address));
    }
}
