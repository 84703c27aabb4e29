package io.latebind.server.certificate;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The signers that there are. */
public record Signers(Map<AuthorityKind, Signer> byKind) {
    public Signers {
        byKind = Map.copyOf(byKind);
    }

    public Optional<Signer> of(AuthorityKind kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    /** The kinds of authority that a team can make. */
    public List<AuthorityKind> offered() {
        return byKind.keySet().stream().sorted().toList();
    }
}
