package io.latebind.server.whole;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The table of docs/security.md, and the routes that openapi.yaml lists. */
final class RoleTable {
    private static final Path DOCUMENT = Path.of("..", "docs", "security.md");

    /** In the order of the table's columns. */
    enum Caller {
        VIEWER,
        EDITOR,
        ADMIN,
        OWNER,
        OPERATOR
    }

    enum Cell {
        YES,
        SEES,
        CLAIMED,
        OWN,
        ANY,
        NO
    }

    private RoleTable() {}

    /** By {@code METHOD template}. */
    static Map<String, Map<Caller, Cell>> rows() {
        Map<String, Map<Caller, Cell>> rows = new LinkedHashMap<>();
        String text = read();
        String table = text.substring(text.indexOf("begins here -->"), text.indexOf("<!-- and ends here"));
        for (String line : table.lines().filter(each -> each.startsWith("| `")).toList()) {
            String[] columns = line.split("\\|", -1);
            Map<Caller, Cell> row = new LinkedHashMap<>();
            int column = 2;
            for (Caller caller : Caller.values()) {
                row.put(caller, Cell.valueOf(columns[column].strip().toUpperCase(Locale.ROOT)));
                column++;
            }
            rows.put(columns[1].strip().replace("`", ""), row);
        }
        return rows;
    }

    /** {@code METHOD template} of every route that needs an API key. */
    static Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        try (InputStream yaml = RoleTable.class.getResourceAsStream("/openapi.yaml")) {
            for (Map.Entry<String, JsonNode> path :
                    new YAMLMapper().readTree(yaml).get("paths").properties()) {
                List<Map.Entry<String, JsonNode>> operations =
                        new ArrayList<>(path.getValue().properties());
                operations.removeIf(each ->
                        each.getKey().equals("parameters") || each.getValue().has("security"));
                operations.forEach(each -> routes.add(each.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()));
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        return routes;
    }

    /** Every POST that needs an API key and answers 201 or 202. */
    static List<String> creating() {
        return posts(post ->
                post.get("responses").has("201") || post.get("responses").has("202"));
    }

    /** Every POST that needs an API key and refers to this parameter. */
    static List<String> creating(String parameter) {
        return posts(post -> post.path("parameters")
                .valueStream()
                .anyMatch(each -> each.path("$ref").asString("").equals(parameter)));
    }

    private static List<String> posts(Predicate<JsonNode> which) {
        try (InputStream yaml = RoleTable.class.getResourceAsStream("/openapi.yaml")) {
            return new YAMLMapper()
                    .readTree(yaml)
                    .get("paths")
                    .propertyStream()
                    .filter(path -> path.getValue().has("post"))
                    .filter(path -> !path.getValue().get("post").has("security"))
                    .filter(path -> which.test(path.getValue().get("post")))
                    .map(path -> "POST " + path.getKey())
                    .toList();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static String read() {
        try {
            return Files.readString(DOCUMENT);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
