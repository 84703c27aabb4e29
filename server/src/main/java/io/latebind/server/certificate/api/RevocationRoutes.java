package io.latebind.server.certificate.api;

import io.latebind.server.certificate.AnswerOcsp;
import io.latebind.server.certificate.KeyIdentifier;
import io.latebind.server.certificate.PublishRevocations;
import io.latebind.server.certificate.RevocationAddress;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.OpenRoute;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What verifiers of certificates ask without a key: revocation lists (RFC 5280) and OCSP (RFC 6960). Both tell of serial numbers alone,
 * which whoever asks must know already or cannot use.
 */
public final class RevocationRoutes {
    private static final String CRL_TYPE = "application/pkix-crl";
    private static final String REQUEST_TYPE = "application/ocsp-request";
    private static final String RESPONSE_TYPE = "application/ocsp-response";
    private static final String REASON = "verifiers of certificates have no API key; it tells of serial numbers alone";
    /** Base64 of the largest request. */
    private static final int MAX_BASE64_CHARACTERS = AnswerOcsp.MAX_REQUEST_BYTES * 4 / 3 + 4;

    private final PublishRevocations lists;
    private final AnswerOcsp ocsp;

    public RevocationRoutes(PublishRevocations lists, AnswerOcsp ocsp) {
        this.lists = lists;
        this.ocsp = ocsp;
    }

    public List<OpenRoute> routes() {
        return List.of(
                new OpenRoute(HttpMethod.GET, RevocationAddress.LISTS + "{keyId}", REASON, this::list),
                new OpenRoute(HttpMethod.POST, RevocationAddress.OCSP + "{keyId}", REASON, this::post),
                new OpenRoute(HttpMethod.GET, RevocationAddress.OCSP + "{keyId}/{request}", REASON, this::get));
    }

    private HttpAnswer list(HttpCall call) {
        return key(call)
                .flatMap(lists::list)
                // caches in between must not go by an older one after a revocation
                .map(list -> HttpAnswer.of(200, CRL_TYPE, list).with("Cache-Control", "no-cache"))
                .orElseGet(() -> HttpAnswer.empty(404));
    }

    private HttpAnswer post(HttpCall call) {
        boolean asked = call.header("content-type")
                .filter(type -> type.strip().equalsIgnoreCase(REQUEST_TYPE))
                .isPresent();
        if (!asked) {
            return HttpAnswer.empty(415);
        }
        return call.body().length > AnswerOcsp.MAX_REQUEST_BYTES ? HttpAnswer.empty(413) : answer(call, call.body());
    }

    private HttpAnswer get(HttpCall call) {
        String text = call.pathParameter("request");
        if (text.length() > MAX_BASE64_CHARACTERS) {
            return HttpAnswer.empty(413);
        }
        byte[] request;
        try {
            request = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            // answered as a request that cannot be read
            request = new byte[0];
        }
        return answer(call, request);
    }

    private HttpAnswer answer(HttpCall call, byte[] request) {
        return key(call)
                .flatMap(key -> ocsp.answer(key, request))
                .map(answer -> HttpAnswer.of(200, RESPONSE_TYPE, answer).with("Cache-Control", "no-store"))
                .orElseGet(() -> HttpAnswer.empty(404));
    }

    private static Optional<KeyIdentifier> key(HttpCall call) {
        return KeyIdentifier.parse(call.pathParameter("keyId"));
    }
}
