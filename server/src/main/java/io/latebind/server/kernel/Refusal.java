package io.latebind.server.kernel;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a request was not carried out. A value, never thrown: a refusal may still commit what it has to record.
 *
 * @param code stable integer for clients; see {@link RefusalCode}
 * @param detail names the thing, the reason and the way out
 * @param retryAfter how long the same request will be refused for the same reason, where that is known
 */
public record Refusal(
        RefusalKind kind, int code, String detail, List<FieldProblem> problems, Optional<Duration> retryAfter) {
    public Refusal {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(detail);
        Objects.requireNonNull(retryAfter);
        problems = List.copyOf(problems);
    }

    public Refusal(RefusalKind kind, int code, String detail, List<FieldProblem> problems) {
        this(kind, code, detail, problems, Optional.empty());
    }

    public static Refusal of(RefusalCode code, String detail) {
        return new Refusal(code.kind(), code.number(), detail, List.of());
    }

    /** The same, with the time after which another try makes sense. */
    public Refusal until(Duration wait) {
        return new Refusal(kind, code, detail, problems, Optional.of(wait));
    }

    public static Refusal ofFields(RefusalCode code, List<FieldProblem> problems) {
        String detail = problems.size() == 1
                ? problems.getFirst().detail()
                : problems.size() + " fields are not acceptable: "
                        + String.join(
                                "; ",
                                problems.stream().map(Refusal::withoutStop).toList());
        return new Refusal(code.kind(), code.number(), detail, problems);
    }

    private static String withoutStop(FieldProblem problem) {
        String detail = problem.detail();
        return detail.endsWith(".") ? detail.substring(0, detail.length() - 1) : detail;
    }
}
