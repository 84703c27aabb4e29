package io.latebind.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Settings, the end, and commands as the REST API takes them. */
final class AddOtherKinds {
    private AddOtherKinds() {}

    /** {@code commands add DEVICE config}. */
    @Command(
            name = "config",
            description = {
                "Hands settings to the device's application (config).",
                "",
                "They stay readable: no place for secrets."
            },
            footer = {"Example:", "  latebind commands add 50363154 config provisioning/interval-sec=3600"})
    static final class Config implements Callable<Integer> {
        @Mixin
        @SuppressWarnings("NullAway.Init")
        private Adding adding;

        @Parameters(paramLabel = "KEY=VALUE", arity = "1..*", description = "One to ten settings.")
        private List<String> settings = List.of();

        @Override
        public Integer call() {
            Map<String, String> values = new LinkedHashMap<>();
            for (String setting : settings) {
                int equals = setting.indexOf('=');
                if (equals < 1) {
                    throw adding.session().wrong("'" + setting + "' is no setting: write KEY=VALUE");
                }
                if (values.put(setting.substring(0, equals), setting.substring(equals + 1)) != null) {
                    throw adding.session().wrong("'" + setting.substring(0, equals) + "' is set twice");
                }
            }
            ObjectNode config = JsonMapper.shared().createObjectNode();
            values.forEach(config::put);
            return adding.add("config", config);
        }
    }

    /** {@code commands add DEVICE finished}. */
    @Command(
            name = "finished",
            description = "Says that this was all; makes it PROVISIONED (finished).",
            footer = {"Example:", "  latebind commands add 50363154 finished"})
    static final class Finished implements Callable<Integer> {
        @Mixin
        @SuppressWarnings("NullAway.Init")
        private Adding adding;

        @Override
        public Integer call() {
            return adding.add("finished", JsonMapper.shared().createObjectNode());
        }
    }

    /** {@code commands add DEVICE request}. */
    @Command(
            name = "request",
            description = {
                "Commands as the REST API takes them, from a JSON file.",
                "",
                "{\"description\":…,\"request\":{…}}, the request alone, or an array of either."
            },
            footer = {
                "Example:",
                "  echo '{\"config\":{\"hello\":\"world\"}}' | latebind commands add 50363154 request -"
            })
    static final class Request implements Callable<Integer> {
        @Mixin
        @SuppressWarnings("NullAway.Init")
        private Adding adding;

        @Parameters(paramLabel = "FILE", description = "The file; - reads the standard input.")
        private String file = "";

        @Override
        public Integer call() {
            return adding.addAll(RequestFile.commands(adding.text(file), file));
        }
    }
}
