package io.latebind.server;

import io.latebind.server.audit.AuditTrail;
import io.latebind.server.config.ServerConfig;
import io.latebind.server.event.EventOutbox;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.secrecy.SecretCipher;
import java.time.InstantSource;

/** What every feature is built on; made once in {@link Wiring}. */
record Foundation(
        ServerConfig config,
        Transactor transactor,
        InstantSource clock,
        IdSource ids,
        SecretCipher cipher,
        AuditTrail audit,
        EventOutbox outbox) {}
