package io.latebind.server.certificate;

import java.util.Optional;

/** What is to change of an authority; what is empty stays. */
public record AuthorityEdit(
        Optional<String> name,
        Optional<AuthorityTrust> trust,
        Optional<Boolean> usual,
        Optional<Boolean> retired,
        Optional<Boolean> deliversChain) {}
