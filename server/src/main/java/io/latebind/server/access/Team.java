package io.latebind.server.access;

import io.latebind.server.kernel.TeamId;
import java.time.Instant;

/** A team of users, apart from all others. */
public record Team(TeamId id, String name, boolean operating, Instant createdAt) {
    Team named(String newName) {
        return new Team(id, newName, operating, createdAt);
    }
}
