package io.latebind.server.device;

import io.latebind.server.kernel.IdentityPolicy;

/**
 * What a claim has to satisfy besides its token.
 *
 * @param policy whether devices must be in the identity registry (specification 5.4)
 * @param secretTags the tags that not everybody may give (specification 7.1)
 */
public record ClaimTerms(IdentityPolicy policy, SecretTags secretTags) {}
