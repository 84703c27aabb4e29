package io.latebind.server.provisioning;

import java.util.Optional;

/**
 * How the service signs the certificate for a key that a command makes (specification 4.1). Both are names; absent means the team's
 * default.
 */
public record Signing(Optional<String> authority, Optional<String> profile) {
    public static final Signing STANDARD = new Signing(Optional.empty(), Optional.empty());
}
