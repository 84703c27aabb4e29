package io.latebind.server.access;

import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Role;
import java.time.Instant;

/** Someone, or some program, who works in a team. */
public record Member(MemberId id, String name, Role role, Instant createdAt) {
    Member with(String newName, Role newRole) {
        return new Member(id, newName, newRole, createdAt);
    }
}
