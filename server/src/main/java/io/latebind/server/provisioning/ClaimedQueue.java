package io.latebind.server.provisioning;

/** A claimed device's queue as a user's change finds it. */
public record ClaimedQueue(ClaimVersion at, ProvisioningQueue queue) {}
