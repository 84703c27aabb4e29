package io.latebind.server.certificate;

import java.util.Optional;

/**
 * An authority that is to be made.
 *
 * @param usual to be the default at once; the first of a team is anyway
 * @param material of an imported one
 */
public record AuthorityDraft(
        String name,
        AuthorityKind kind,
        AuthorityTrust trust,
        boolean usual,
        boolean deliversChain,
        Optional<AuthorityMaterial> material) {}
