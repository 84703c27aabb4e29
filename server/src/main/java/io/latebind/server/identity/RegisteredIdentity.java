package io.latebind.server.identity;

import io.latebind.server.kernel.MemberId;
import java.time.Instant;

/** An entry of the identity registry, and who put it there; a changed entry is a new one in this. */
public record RegisteredIdentity(RegistryEntry entry, Instant importedAt, MemberId importedBy) {}
