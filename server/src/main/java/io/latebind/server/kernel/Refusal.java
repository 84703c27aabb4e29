package io.latebind.server.kernel;

import java.util.List;
import java.util.Objects;

/**
 * Why a request was not carried out. A value, never thrown: a refusal may still commit what it has to record.
 *
 * @param code stable integer for clients; see {@link RefusalCode}
 * @param detail names the thing, the reason and the way out
 */
public record Refusal(RefusalKind kind, int code, String detail, List<FieldProblem> problems) {
    public Refusal {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(detail);
        problems = List.copyOf(problems);
    }

    public static Refusal of(RefusalCode code, String detail) {
        return new Refusal(code.kind(), code.number(), detail, List.of());
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
