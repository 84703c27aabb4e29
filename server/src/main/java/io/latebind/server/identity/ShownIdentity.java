package io.latebind.server.identity;

/**
 * An entry of the registry as the deployment's owners see it.
 *
 * @param claimed by whichever team
 */
public record ShownIdentity(RegisteredIdentity identity, boolean claimed) {}
