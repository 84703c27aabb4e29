package io.latebind.server.kernel;

/**
 * Who calls: an API key acts for its member in its team, with one role (specification 7.1).
 *
 * @param operating whether the team is the operating team, whose owners own the deployment
 */
public record Principal(TeamId team, boolean operating, MemberId member, ApiKeyId key, Role role, Origin origin) {
    /** The devices that this caller can see and change. */
    public Sight sight() {
        return new Sight(team, role.compareTo(Role.ADMIN) >= 0);
    }

    /** An owner of the operating team. */
    public boolean ownsDeployment() {
        return operating && role == Role.OWNER;
    }
}
