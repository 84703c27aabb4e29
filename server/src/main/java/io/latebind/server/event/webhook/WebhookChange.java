package io.latebind.server.event.webhook;

import java.util.List;
import java.util.Optional;

/**
 * What is to be changed; what is empty stays.
 *
 * @param description an empty text removes it
 */
public record WebhookChange(
        Optional<String> url,
        Optional<List<String>> types,
        Optional<List<String>> tags,
        Optional<Boolean> active,
        Optional<String> description) {}
