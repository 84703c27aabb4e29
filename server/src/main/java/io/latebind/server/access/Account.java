package io.latebind.server.access;

import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.TeamId;

/** Who a key acts for. */
public record Account(
        TeamId team, String teamName, boolean operatingTeam, MemberId member, String memberName, Role role) {}
