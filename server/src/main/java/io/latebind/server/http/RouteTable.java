package io.latebind.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the endpoint for a method and a path. Literal segments win over {@code {names}}. */
final class RouteTable {
    private final List<Entry> entries;

    /** @throws IllegalArgumentException when two routes answer the same method and path: a bug */
    RouteTable(List<ApiRoute> apiRoutes, List<OpenRoute> openRoutes) {
        List<Entry> all = new ArrayList<>();
        apiRoutes.forEach(route -> all.add(Entry.of(route.method(), route.template(), new Endpoint.Api(route))));
        openRoutes.forEach(route -> all.add(Entry.of(route.method(), route.template(), new Endpoint.Open(route))));
        Map<String, Entry> seen = new HashMap<>();
        for (Entry entry : all) {
            if (seen.put(entry.method + " " + entry.shape(), entry) != null) {
                throw new IllegalArgumentException("two routes for " + entry.method + " " + entry.shape());
            }
        }
        entries = List.copyOf(all);
    }

    /** @param method empty for one that no route has */
    Match find(Optional<HttpMethod> method, List<String> path) {
        List<Entry> candidates =
                entries.stream().filter(entry -> entry.matches(path)).toList();
        int mostLiteral = candidates.stream().mapToInt(Entry::literals).max().orElse(-1);
        List<Entry> best = candidates.stream()
                .filter(entry -> entry.literals() == mostLiteral)
                .toList();
        if (best.isEmpty()) {
            return new Match.UnknownPath();
        }
        return best.stream()
                .filter(entry -> method.filter(entry.method::equals).isPresent())
                .findFirst()
                .<Match>map(entry -> new Match.Found(entry.endpoint, entry.parameters(path)))
                .orElseGet(() -> new Match.WrongMethod(allowed(best)));
    }

    private static String allowed(List<Entry> entries) {
        Set<String> methods =
                entries.stream().map(entry -> entry.method.name()).collect(Collectors.toCollection(TreeSet::new));
        if (methods.contains(HttpMethod.GET.name())) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }

    sealed interface Endpoint {
        record Api(ApiRoute route) implements Endpoint {}

        record Open(OpenRoute route) implements Endpoint {}

        default String template() {
            return switch (this) {
                case Api(ApiRoute route) -> route.template();
                case Open(OpenRoute route) -> route.template();
            };
        }
    }

    sealed interface Match {
        record Found(Endpoint endpoint, Map<String, String> pathParameters) implements Match {}

        /** @param allow the value of the Allow header (RFC 9110, 10.2.1) */
        record WrongMethod(String allow) implements Match {}

        record UnknownPath() implements Match {}
    }

    private record Entry(HttpMethod method, List<String> template, Endpoint endpoint) {
        static Entry of(HttpMethod method, String template, Endpoint endpoint) {
            if (!template.startsWith("/")) {
                throw new IllegalArgumentException("a template begins with a slash: " + template);
            }
            return new Entry(method, List.of(template.substring(1).split("/", -1)), endpoint);
        }

        static boolean isName(String segment) {
            return segment.startsWith("{") && segment.endsWith("}");
        }

        String shape() {
            return template.stream()
                    .map(segment -> isName(segment) ? "{}" : segment)
                    .collect(Collectors.joining("/", "/", ""));
        }

        int literals() {
            return (int) template.stream().filter(segment -> !isName(segment)).count();
        }

        boolean matches(List<String> path) {
            if (path.size() != template.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                String segment = template.get(i);
                if (isName(segment) ? path.get(i).isEmpty() : !segment.equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }

        Map<String, String> parameters(List<String> path) {
            Map<String, String> parameters = new HashMap<>();
            for (int i = 0; i < path.size(); i++) {
                String segment = template.get(i);
                if (isName(segment)) {
                    parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
                }
            }
            return Map.copyOf(parameters);
        }
    }
}
