package io.latebind.cli.client;

import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The same for several things; a refusal for one keeps none of the others from being done. */
public final class Each {
    private Each() {}

    /** What programs are told about one thing that was done. */
    public static ObjectNode done(String id) {
        return JsonMapper.shared().createObjectNode().put("id", id).put("done", true);
    }

    /**
     * Says what became of each.
     *
     * @param done what is said of a thing when {@code act} returns
     * @return 0 when all were done, else 1
     */
    public static int of(Session session, List<String> ids, String done, Consumer<String> act) {
        ArrayNode results = JsonMapper.shared().createArrayNode();
        int exitCode = 0;
        for (String id : ids) {
            ObjectNode result = results.addObject().put("id", id);
            try {
                act.accept(id);
                result.put("done", true);
                session.say(done + "  " + id);
            } catch (ServiceRefused refused) {
                exitCode = CommandFailed.FAILED;
                result.put("done", false).put("message", refused.getMessage());
                session.aside(id + ": " + refused.getMessage());
                if (!session.json()) {
                    refused.lines().forEach(session::aside);
                }
            }
        }
        if (session.json()) {
            session.show(results, List::of);
        }
        return exitCode;
    }
}
