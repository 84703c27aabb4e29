package io.latebind.server.access;

import io.latebind.server.kernel.Facts;

/** Members, keys and teams as audit shows them. */
final class AccessFacts {
    private AccessFacts() {}

    static Facts of(ApiKey key) {
        return Facts.of("name", key.name())
                .with("memberId", key.member())
                .with("role", key.role().shown())
                .with("expiresAt", key.expiresAt())
                .with("revokedAt", key.revokedAt())
                .with("replacedBy", key.replacedBy());
    }

    static Facts of(Member member) {
        return Facts.of("name", member.name()).with("role", member.role().shown());
    }

    static Facts of(Team team) {
        return Facts.of("name", team.name());
    }
}
