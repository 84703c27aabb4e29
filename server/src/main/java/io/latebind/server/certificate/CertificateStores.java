package io.latebind.server.certificate;

/** Where what is issued, by whom and how is kept. */
public record CertificateStores(AuthorityStore authorities, ProfileStore profiles, IssuanceStore issuances) {}
