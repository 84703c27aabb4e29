package io.latebind.server.provisioning;

import java.util.Optional;

/**
 * What a user wants of a command that is in a queue already.
 *
 * @param description empty to leave it as it is; an empty text takes it away
 * @param request empty to leave it as it is; without its write-only parameters it keeps those that are stored
 */
public record CommandChange(Optional<String> description, Optional<CommandRequest> request) {}
