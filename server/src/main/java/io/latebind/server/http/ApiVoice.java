package io.latebind.server.http;

import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.RefusalKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Speaks to users: every refusal and every fault is a {@link Problem}. */
public final class ApiVoice implements Voice {
    /** Where nobody knows better. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    ApiVoice() {}

    @Override
    public HttpAnswer refusal(Refusal refusal, String requestId) {
        int status = statusOf(refusal.kind());
        Problem problem = Problem.of(status, refusal.code(), titleOf(refusal), refusal.detail())
                .withErrors(refusal.problems());
        Map<String, String> headers = new HashMap<>();
        switch (refusal.kind()) {
            case UNAUTHENTICATED -> headers.put("WWW-Authenticate", "Bearer realm=\"latebind\"");
            case LIMITED, UNAVAILABLE -> headers.put("Retry-After", seconds(RETRY_AFTER));
            case MALFORMED, FORBIDDEN, NOT_FOUND, CONFLICT, PRECONDITION, TOO_LARGE, UNSUPPORTED -> {
                // nothing besides the problem
            }
        }
        refusal.retryAfter().ifPresent(wait -> headers.put("Retry-After", seconds(wait)));
        return rendered(problem, headers);
    }

    /** As Retry-After says it: never before the time has come, and at least one. */
    static long wholeSeconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    private static String seconds(Duration wait) {
        return Long.toString(wholeSeconds(wait));
    }

    static int statusOf(RefusalKind kind) {
        return switch (kind) {
            case MALFORMED -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case PRECONDITION -> 412;
            case TOO_LARGE -> 413;
            case UNSUPPORTED -> 415;
            case LIMITED -> 429;
            case UNAVAILABLE -> 503;
        };
    }

    private static String titleOf(Refusal refusal) {
        for (RefusalCode known : RefusalCode.values()) {
            if (known.number() == refusal.code()) {
                return sentenceCase(known.name());
            }
        }
        return sentenceCase(refusal.kind().name());
    }

    private static String sentenceCase(String constant) {
        return constant.charAt(0)
                + constant.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public HttpAnswer fault(ProtocolFault fault, String detail, String requestId) {
        Problem problem = Problem.of(fault.status(), fault.code(), fault.title(), detail);
        return switch (fault) {
            case BUG -> rendered(problem.withIncident(requestId), Map.of());
            case OVERLOADED, DATABASE_UNAVAILABLE -> rendered(problem, Map.of("Retry-After", seconds(RETRY_AFTER)));
            case MALFORMED_REQUEST,
                    UNKNOWN_PATH,
                    WRONG_METHOD,
                    NOT_ACCEPTABLE,
                    BODY_TOO_SLOW,
                    BODY_TOO_LARGE,
                    URI_TOO_LONG,
                    HEADERS_TOO_LARGE -> rendered(problem, Map.of());
        };
    }

    private static HttpAnswer rendered(Problem problem, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", Problem.CONTENT_TYPE);
        return new HttpAnswer(problem.status(), all, Json.write(problem));
    }

    @Override
    public HttpAnswer finished(HttpAnswer answer, String requestId) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.putIfAbsent("Cache-Control", "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Request-Id", requestId);
        return answer.withHeaders(headers);
    }

    @Override
    public boolean keepsConnections() {
        return true;
    }

    @Override
    public boolean negotiates() {
        return true;
    }

    @Override
    public boolean takesRequestIds() {
        return true;
    }
}
