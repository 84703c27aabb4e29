package io.latebind.server;

import io.latebind.server.config.ServerConfig;
import io.latebind.server.cryptography.NativeCryptography;
import io.latebind.server.kernel.StartRefused;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The service: prepared, started once, closed once, from whichever thread and at whatever moment. */
public final class LatebindServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LatebindServer.class);

    private final ServerConfig config;
    private final ShutdownOrder opened = new ShutdownOrder();

    public LatebindServer(ServerConfig config) {
        this.config = config;
    }

    /**
     * Where a started service is found, with the real ports.
     *
     * @param api the REST API, for users
     * @param deviceHttps for devices
     * @param deviceCoap for devices over CoAP; empty when switched off
     * @param ownerKey the file with the owner's API key
     * @param rootCertificate the file with the root of the device port's certificate
     * @param metrics for Prometheus; empty when switched off
     */
    public record Started(
            InetSocketAddress api,
            InetSocketAddress deviceHttps,
            Optional<InetSocketAddress> deviceCoap,
            Path ownerKey,
            Path rootCertificate,
            Optional<InetSocketAddress> metrics) {}

    /**
     * Opens data directory, database and ports; returns when everything serves. What was opened is closed again when a later part
     * cannot be.
     *
     * @throws StartRefused with one sentence that names the reason and the way out
     */
    public Started start() {
        // before anything looks for a signature, a key or a digest
        NativeCryptography.Chosen signatures = NativeCryptography.prefer();
        LOG.atLevel(signatures.reason().isEmpty() ? Level.INFO : Level.WARN).log(signatures.sentence());
        try {
            return new Wiring(config, opened).open();
        } catch (RuntimeException refused) {
            opened.close();
            throw refused;
        }
    }

    /** Takes nothing new, answers what is under way, and ends in order: ports, database, PostgreSQL, data directory. */
    @Override
    public void close() {
        opened.close();
    }
}
