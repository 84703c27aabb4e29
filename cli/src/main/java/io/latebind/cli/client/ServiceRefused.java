package io.latebind.cli.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The service said no: its message, the fields that are to blame, and what to do. */
public final class ServiceRefused extends CommandFailed {
    private static final long serialVersionUID = 1;

    /** The service knows no such path. */
    private static final int NO_SUCH_PATH = 40401;

    private final int status;
    private final int code;

    private ServiceRefused(int status, int code, String message, List<String> lines) {
        super(FAILED, message, lines);
        this.status = status;
        this.code = code;
    }

    /** @param problem the body of the answer; missing when it was no JSON */
    static ServiceRefused of(URI service, Call call, int status, JsonNode problem, Optional<String> retryAfter) {
        String message = problem.path("message").asString(problem.path("detail").asString(""));
        if (message.isEmpty()) {
            return new ServiceRefused(
                    status,
                    0,
                    service + " answered " + status + " to " + call.method() + " "
                            + call.resource().path() + ", and not as Latebind does.",
                    List.of("Is this the address of a Latebind service? --url or LATEBIND_URL names another."));
        }
        int code = problem.path("code").asInt(0);
        List<String> lines = new ArrayList<>();
        for (JsonNode error : problem.path("errors")) {
            lines.add("  " + pointer(error.path("pointer").asString("")) + ": "
                    + error.path("detail").asString(""));
        }
        RefusalHint.of(status, code, call, retryAfter).ifPresent(lines::add);
        String incident = problem.path("incident").asString("");
        if (!incident.isEmpty()) {
            lines.add("Its log tells more: look for " + incident + ".");
        }
        return new ServiceRefused(status, code, message, lines);
    }

    private static String pointer(String pointer) {
        return pointer.isEmpty() ? "body" : pointer;
    }

    public int status() {
        return status;
    }

    /** Whether the service has no such call at all, as older ones do. */
    public boolean isUnknownPath() {
        return code == NO_SUCH_PATH;
    }
}
