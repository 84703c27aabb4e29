package io.latebind.server.provisioning.rule.api;

import io.latebind.server.device.TagRules;
import io.latebind.server.http.BodyFields;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.JsonBody;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.provisioning.NewCommand;
import io.latebind.server.provisioning.QueueRules;
import io.latebind.server.provisioning.api.CommandBody;
import io.latebind.server.provisioning.rule.RuleDraft;
import io.latebind.server.provisioning.rule.RuleEdit;
import io.latebind.server.provisioning.rule.RuleTrust;
import java.util.List;
import java.util.Optional;

/** The bodies that make and change a rule: {@code {"name", "description"?, "active"?, "commands": […], "tags"?: […], "trust"?}}. */
final class RuleBody {
    private static final int MAX_NAME_CHARACTERS = 128;
    private static final int MAX_DESCRIPTION_CHARACTERS = 1024;

    private RuleBody() {}

    /** Refused with every bad field at once (BAD_FIELD). */
    static Outcome<RuleDraft> draft(HttpCall call) {
        return JsonBody.fields(call).then(body -> {
            String name = body.requireText("name");
            checkText(body, "name", name, MAX_NAME_CHARACTERS);
            Fields fields = fields(body, CommandBody.Secrets.REQUIRED);
            if (fields.commands().isEmpty() && !body.has("commands")) {
                body.problem("commands", "/commands is missing.");
            }
            return body.accept(() -> new RuleDraft(
                    name,
                    fields.description().filter(text -> !text.isEmpty()),
                    fields.active().orElse(true),
                    fields.commands().orElse(List.of()),
                    fields.tags().orElse(List.of()),
                    fields.trust().orElse(RuleTrust.FIRST_USE)));
        });
    }

    /** Refused as {@link #draft}. */
    static Outcome<RuleEdit> edit(HttpCall call) {
        return JsonBody.fields(call).then(body -> {
            Optional<String> name = body.optionalText("name");
            name.ifPresent(text -> checkText(body, "name", text, MAX_NAME_CHARACTERS));
            name.filter(String::isBlank).ifPresent(_ -> body.problem("name", "/name must not be empty."));
            Fields fields = fields(body, CommandBody.Secrets.KEEPABLE);
            return body.accept(() -> new RuleEdit(
                    name, fields.description(), fields.active(), fields.commands(), fields.tags(), fields.trust()));
        });
    }

    /** What both bodies have in common. */
    private record Fields(
            Optional<String> description,
            Optional<Boolean> active,
            Optional<List<NewCommand>> commands,
            Optional<List<String>> tags,
            Optional<RuleTrust> trust) {}

    private static Fields fields(BodyFields body, CommandBody.Secrets secrets) {
        Optional<String> description = body.optionalText("description");
        description.ifPresent(text -> checkText(body, "description", text, MAX_DESCRIPTION_CHARACTERS));
        Optional<Boolean> active = body.optionalBoolean("active");
        Optional<List<NewCommand>> commands = body.optionalObjectList("commands")
                .map(list -> list.stream()
                        .map(command -> CommandBody.parse(command, secrets))
                        .toList());
        commands.ifPresent(list -> checkCount(body, list.size()));
        Optional<List<String>> tags = body.optionalTextList("tags").map(TagRules::split);
        tags.flatMap(TagRules::problem).ifPresent(problem -> body.problem("tags", problem));
        return new Fields(description, active, commands, tags, trust(body));
    }

    private static void checkCount(BodyFields body, int count) {
        if (!body.hasProblems() && (count < 1 || count > QueueRules.MAX_COMMANDS)) {
            body.problem(
                    "commands",
                    "/commands has " + count + " commands; a rule has 1 to " + QueueRules.MAX_COMMANDS
                            + ", as many as a device's queue may hold.");
        }
    }

    private static Optional<RuleTrust> trust(BodyFields body) {
        Optional<String> text = body.optionalText("trust");
        Optional<RuleTrust> trust = text.flatMap(RuleTrust::parse);
        if (text.isPresent() && trust.isEmpty()) {
            body.problem(
                    "trust",
                    "/trust must be registry, for devices of the identity registry alone, or first-use, for all devices.");
        }
        return trust;
    }

    private static void checkText(BodyFields body, String field, String text, int most) {
        if (text.length() > most) {
            body.problem(
                    field,
                    body.pointer(field) + " has " + text.length() + " characters; at most " + most + " are allowed.");
        } else if (text.codePoints().anyMatch(Character::isISOControl)) {
            body.problem(field, body.pointer(field) + " holds a control character; leave it out.");
        }
    }
}
