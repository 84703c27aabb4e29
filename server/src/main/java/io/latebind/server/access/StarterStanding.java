package io.latebind.server.access;

/** Whether what somebody started may still go on in their name. */
public enum StarterStanding {
    GOOD,
    KEY_REVOKED,
    MEMBER_REMOVED,
    TEAM_CLOSED,
    /** The member, or the key, has a weaker role than when it was started. */
    ROLE_WEAKER
}
