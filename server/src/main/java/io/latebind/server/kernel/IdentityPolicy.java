package io.latebind.server.kernel;

/** Which devices can be claimed (specification 5.4); one for the whole deployment. */
public enum IdentityPolicy {
    /** Any whose token can have been signed; the first JWT that verifies pins the key. An entry of the registry wins all the same. */
    FIRST_USE,
    /** Only those in the identity registry, with a token under the registered key. */
    REGISTRY
}
