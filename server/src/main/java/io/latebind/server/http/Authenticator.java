package io.latebind.server.http;

import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Principal;
import java.util.Optional;

/** Tells who an API key belongs to. */
@FunctionalInterface
public interface Authenticator {
    /** @param apiKey what stood behind {@code Bearer}; empty answer when no valid key is known by it */
    Optional<Principal> authenticate(String apiKey, Origin origin);
}
