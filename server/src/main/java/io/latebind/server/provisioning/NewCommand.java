package io.latebind.server.provisioning;

import java.util.Optional;

/**
 * What a user wants to add to a queue.
 *
 * @param description free text, at most 256 characters
 */
public record NewCommand(Optional<String> description, CommandRequest request) {}
