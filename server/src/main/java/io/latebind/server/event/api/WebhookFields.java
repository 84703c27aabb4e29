package io.latebind.server.event.api;

import io.latebind.server.event.EventFilter;
import io.latebind.server.event.webhook.ChangeWebhooks;
import io.latebind.server.event.webhook.Webhook;
import io.latebind.server.event.webhook.WebhookChange;
import io.latebind.server.http.BodyFields;
import io.latebind.server.kernel.Outcome;
import java.util.List;
import java.util.Optional;

/** Bodies about webhooks. */
final class WebhookFields {
    private static final int MAX_DESCRIPTION_CHARACTERS = 1024;
    private static final int MAX_FILTERS = 50;
    private static final int MAX_TAG_CHARACTERS = 256;

    private WebhookFields() {}

    static Outcome<ChangeWebhooks.NewWebhook> creation(BodyFields body) {
        String url = body.requireText("url");
        List<String> types = types(body).orElse(List.of());
        List<String> tags = tags(body).orElse(List.of());
        boolean active = body.optionalBoolean("active").orElse(true);
        Optional<String> description = description(body).filter(text -> !text.isEmpty());
        return body.accept(
                () -> new ChangeWebhooks.NewWebhook(url, new Webhook.Wanted(types, tags), active, description));
    }

    static Outcome<WebhookChange> change(BodyFields body) {
        Optional<String> url = body.optionalText("url");
        Optional<List<String>> types = types(body);
        Optional<List<String>> tags = tags(body);
        Optional<Boolean> active = body.optionalBoolean("active");
        Optional<String> description = description(body);
        return body.accept(() -> new WebhookChange(url, types, tags, active, description));
    }

    private static Optional<List<String>> types(BodyFields body) {
        Optional<List<String>> types = limited(body, "types");
        types.orElse(List.of()).stream()
                .filter(type -> !EventFilter.known(type))
                .findFirst()
                .ifPresent(_ -> body.problem(
                        "types",
                        "/types holds a type that there is not; they look like device.status, or device.* for all of a"
                                + " kind, and docs/webhooks.md lists them."));
        return types;
    }

    private static Optional<List<String>> tags(BodyFields body) {
        Optional<List<String>> tags = limited(body, "tags");
        if (tags.orElse(List.of()).stream().anyMatch(tag -> tag.isBlank() || tag.length() > MAX_TAG_CHARACTERS)) {
            body.problem(
                    "tags",
                    "/tags holds a text that is no tag: empty, or longer than " + MAX_TAG_CHARACTERS + " characters.");
        }
        return tags;
    }

    private static Optional<List<String>> limited(BodyFields body, String field) {
        Optional<List<String>> texts = body.optionalTextList(field);
        if (texts.orElse(List.of()).size() > MAX_FILTERS) {
            body.problem(field, "/" + field + " has more than " + MAX_FILTERS + " elements.");
        }
        return texts;
    }

    private static Optional<String> description(BodyFields body) {
        Optional<String> text = body.optionalText("description");
        if (text.orElse("").length() > MAX_DESCRIPTION_CHARACTERS) {
            body.problem("description", "/description is longer than " + MAX_DESCRIPTION_CHARACTERS + " characters.");
        }
        return text;
    }
}
