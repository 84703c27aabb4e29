package io.latebind.cli.certificate;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** What every authority has, whoever signs. */
final class AuthorityOptions {
    @Option(names = "--default", description = "Let it sign where a command names no authority.")
    private boolean usual;

    @Option(
            names = "--deliver-chain",
            negatable = true,
            description = "Give devices the issuing certificates behind their own, or not (a new authority: not).")
    private @Nullable Boolean deliverChain;

    @Option(
            names = "--trust",
            paramLabel = "TRUST",
            description =
                    "first-use, or registry: only for devices in the identity registry (a new authority: first-use).")
    private @Nullable String trust;

    /** What was not said stays out. */
    void putInto(ObjectNode body) {
        if (usual) {
            body.put("default", true);
        }
        if (deliverChain != null) {
            body.put("deliverChain", deliverChain);
        }
        if (trust != null) {
            body.put("trust", trust);
        }
    }
}
