package io.latebind.cli.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Who signs the certificate for a new key, and what it says: names of the team's, or its defaults. */
final class SigningNames {
    @Option(
            names = "--authority",
            paramLabel = "NAME",
            description = "The certificate authority that signs (default: the team's default one).")
    private @Nullable String authority;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "The profile that says what the certificate says (default: the built-in one, CN = device UUID).")
    private @Nullable String profile;

    ObjectNode into(ObjectNode parameters) {
        Optional.ofNullable(authority).ifPresent(name -> parameters.put("authority", name));
        Optional.ofNullable(profile).ifPresent(name -> parameters.put("profile", name));
        return parameters;
    }
}
