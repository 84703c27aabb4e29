package io.latebind.cli.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** A list of the service, from page to page. */
public final class Pages {
    private static final int LARGEST_PAGE = 100;

    private Pages() {}

    /**
     * @param items what was read
     * @param total how many there are
     */
    public record Items(List<JsonNode> items, long total) {
        public ArrayNode json() {
            return JsonMapper.shared().createArrayNode().addAll(items);
        }

        /** Told under a table that does not hold everything. */
        public List<String> rest(String things) {
            return items.size() < total
                    ? List.of("", items.size() + " of " + total + " " + things + "; --limit 0 shows all.")
                    : List.of();
        }
    }

    /** @param limit how many at most; 0 for all */
    public static Items read(ServiceClient client, Resource list, int limit) {
        List<JsonNode> items = new ArrayList<>();
        long total = walk(client, list, limit == 0 ? LARGEST_PAGE : Math.min(limit, LARGEST_PAGE), item -> {
            items.add(item);
            return limit == 0 || items.size() < limit;
        });
        return new Items(items, total);
    }

    /**
     * All items one after the other, held a page at a time.
     *
     * @param take tells whether it wants more
     * @return how many there are
     */
    public static long walk(ServiceClient client, Resource list, int pageLimit, Predicate<JsonNode> take) {
        Resource page = list.with("pageLimit", pageLimit);
        String next = "";
        while (true) {
            JsonNode answer = client.get(next.isEmpty() ? page : page.with("pageNextToken", next));
            for (JsonNode item : answer.path("items")) {
                if (!take.test(item)) {
                    return answer.path("total").asLong(0);
                }
            }
            next = answer.path("pageNextToken").asString("");
            if (next.isEmpty()) {
                return answer.path("total").asLong(0);
            }
        }
    }
}
