package io.latebind.server.http;

import io.latebind.server.kernel.FieldProblem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of every refusal for users (RFC 9457; specification 7).
 *
 * @param message what tools of the original service show
 * @param code stable integer, see openapi.yaml
 * @param errors absent when no single field is to blame
 * @param incident absent but on 500: what to look for in the log
 */
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String message,
        int code,
        @Nullable List<FieldProblem> errors,
        Optional<String> incident) {
    static final String CONTENT_TYPE = "application/problem+json";

    static Problem of(int status, int code, String title, String detail) {
        return new Problem(typeOf(code), title, status, detail, detail, code, null, Optional.empty());
    }

    Problem withErrors(List<FieldProblem> problems) {
        return new Problem(type, title, status, detail, message, code, problems.isEmpty() ? null : problems, incident);
    }

    Problem withIncident(String requestId) {
        return new Problem(type, title, status, detail, message, code, errors, Optional.of(requestId));
    }

    private static String typeOf(int code) {
        return "urn:latebind:problem:" + code;
    }
}
