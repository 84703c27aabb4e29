package io.latebind.server.kernel;

/** What a member may do in a team (specification 7.1), weakest first. */
public enum Role {
    VIEWER,
    EDITOR,
    ADMIN,
    OWNER
}
