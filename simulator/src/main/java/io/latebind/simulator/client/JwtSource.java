package io.latebind.simulator.client;

import io.latebind.simulator.modem.Modem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The JWT of one device, asked of its modem and used again until it is nearly over. */
final class JwtSource {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final String PREFIX = "%JWT: \"";

    private final Modem modem;
    private final InstantSource clock;
    private String token = "";
    private Instant renewAt = Instant.MIN;

    JwtSource(Modem modem, InstantSource clock) {
        this.modem = modem;
        this.clock = clock;
    }

    String current() {
        Instant now = clock.instant();
        if (!now.isBefore(renewAt)) {
            String reply = modem.execute("AT%JWT=0," + LIFETIME.toSeconds());
            token = reply.substring(PREFIX.length(), reply.indexOf('"', PREFIX.length()));
            renewAt = now.plus(LIFETIME).minus(MARGIN);
        }
        return token;
    }
}
