package io.latebind.server.kernel;

/**
 * What a caller can see of a team's devices. What it cannot see is not there for it.
 *
 * @param everything false: not the devices that an admin or owner claimed (specification 7.1)
 */
public record Sight(TeamId team, boolean everything) {
    /** All devices of a team: the sight of the service itself. */
    public static Sight whole(TeamId team) {
        return new Sight(team, true);
    }
}
