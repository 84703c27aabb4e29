package io.latebind.cli.demo;

import java.io.IOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The provisioning rule that gives the demo's devices what they shall hold. The service ends their queues with {@code finished}. */
final class DemoRule {
    static final String TAG = "demo";

    private static final String RULES = "/v1/provisioning-rules";
    private static final int SEC_TAG = 16842753;

    private final RestClient rest;

    DemoRule(RestClient rest) {
        this.rest = rest;
    }

    /**
     * Makes the rule, or brings the one of an earlier demo to what it shall be: someone may have tried something with it.
     *
     * @param root PEM, for the devices
     * @throws IOException when the service does not take it
     */
    void establish(String root) throws IOException, InterruptedException {
        ObjectNode rule = rule(root);
        JsonNode there = rest.get(RULES + "?name=" + TAG).path("items").path(0);
        if (there.isMissingNode()) {
            rest.create(RULES, rule.toString());
        } else {
            rest.change(RULES + "/" + there.path("id").asString(), rule.toString());
        }
    }

    private static ObjectNode rule(String root) {
        ObjectNode rule =
                JsonMapper.shared().createObjectNode().put("name", TAG).put("active", true);
        rule.putArray("tags").add(TAG);
        ArrayNode commands = rule.putArray("commands");
        request(commands).putObject("cloudAccessKeyGeneration").put("secTag", SEC_TAG);
        request(commands).putObject("serverCertificate").put("secTag", SEC_TAG).put("content", root);
        request(commands).putObject("config").put("provisioning/interval-sec", "3600");
        return rule;
    }

    private static ObjectNode request(ArrayNode commands) {
        return commands.addObject().putObject("request");
    }
}
