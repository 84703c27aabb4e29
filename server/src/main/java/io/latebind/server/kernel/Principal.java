package io.latebind.server.kernel;

/** Who calls: an API key acts for its member in its team, with one role. */
public record Principal(TeamId team, MemberId member, ApiKeyId key, Role role) {}
