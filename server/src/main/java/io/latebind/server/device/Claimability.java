package io.latebind.server.device;

import io.latebind.contract.token.AttestationToken;
import io.latebind.server.identity.DeviceKeys;

/** What a dry run finds: a device that could be claimed, and the keys that the claim would start with. */
public record Claimability(AttestationToken token, DeviceKeys keys) {}
