package io.latebind.contract.token;

/** A key that a token may have been signed with, and the layout of what it would then have signed (specification 5.4). */
public record CandidateKey(SigStructureVariant variant, P256PublicKey key) {}
