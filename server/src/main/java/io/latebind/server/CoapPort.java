package io.latebind.server;

import io.latebind.server.coap.CoapListener;
import io.latebind.server.coap.DtlsIdentity;
import io.latebind.server.kernel.Secret;
import io.latebind.server.provisioning.link.CoapSessions;
import io.latebind.server.provisioning.link.SessionBindings;
import io.latebind.server.secrecy.SealedFile;
import io.latebind.server.secrecy.SecretUnreadable;
import io.latebind.server.tls.PemPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The device port over CoAP. When it closes in order, its DTLS sessions are kept, encrypted, and the next start goes on with them: once,
 * since a session that went on twice would use numbers again that encryption must not see twice.
 */
final class CoapPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CoapPort.class);

    private final CoapListener listener;
    private final SessionBindings bindings;
    private final SealedFile kept;
    private final Duration patience;

    CoapPort(CoapListener listener, SessionBindings bindings, SealedFile kept, Duration patience) {
        this.listener = listener;
        this.bindings = bindings;
        this.kept = kept;
        this.patience = patience;
    }

    /** To be given back to {@link #keep} when nobody could go on with them. */
    static CoapSessions take(SealedFile kept) {
        try {
            Optional<Secret> text = kept.take();
            Optional<CoapSessions> sessions = text.flatMap(CoapSessions::parse);
            if (text.isPresent() && sessions.isEmpty()) {
                LOG.warn("the DTLS sessions were kept by another version; their devices make new handshakes");
            }
            return sessions.orElse(CoapSessions.NONE);
        } catch (SecretUnreadable otherKey) {
            LOG.warn("the DTLS sessions that were kept cannot be decrypted; their devices make new handshakes");
            return CoapSessions.NONE;
        } catch (IOException unusable) {
            throw new UncheckedIOException("the DTLS sessions that were kept cannot be taken", unusable);
        }
    }

    /** For the next start. */
    static void keep(SealedFile kept, CoapSessions sessions) {
        try {
            kept.write(sessions.text());
        } catch (IOException unwritable) {
            LOG.warn("the DTLS sessions could not be kept; their devices make new handshakes", unwritable);
        }
    }

    static DtlsIdentity identity(PemPair pair) {
        return new DtlsIdentity(pair.key(), pair.certificates());
    }

    InetSocketAddress address() {
        return listener.address();
    }

    void renew(PemPair pair) {
        listener.renew(identity(pair));
    }

    @Override
    public void close() {
        byte[] sessions = listener.drain(patience);
        keep(kept, CoapSessions.of(sessions, bindings));
    }
}
