package io.latebind.server.provisioning;

import io.latebind.contract.token.CandidateKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What a device's visit tells about itself.
 *
 * @param modemFirmware as the device says; absent in a report
 * @param clientVersion as the device says; absent in a report
 * @param pin the key that this visit proved for the first time
 * @param connected when the history gets a line about this connection
 */
public record Visit(
        Instant at,
        Optional<String> modemFirmware,
        Optional<String> clientVersion,
        Optional<CandidateKey> pin,
        Optional<ConnectionMark> connected) {}
