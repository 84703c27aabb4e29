package io.latebind.server.whole;

/** Bodies of provisioning rules. */
final class RuleSamples {
    static final String RULES = "/v1/provisioning-rules";
    static final String TAGS = "/v1/provisioning/tags";

    private RuleSamples() {}

    /** A rule with these requests, bound to one tag. */
    static String rule(String name, String tag, String... requests) {
        return "{\"name\":\"" + name + "\",\"tags\":[\"" + tag + "\"],\"commands\":" + commands(requests) + "}";
    }

    static String commands(String... requests) {
        StringBuilder list = new StringBuilder();
        for (String request : requests) {
            list.append(list.isEmpty() ? "" : ",")
                    .append("{\"request\":")
                    .append(request)
                    .append("}");
        }
        return "[" + list + "]";
    }
}
