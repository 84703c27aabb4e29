package io.latebind.server.coap;

import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.StrictDtlsEndpointContextMatcher;
import org.eclipse.californium.elements.util.Bytes;

/**
 * Takes a peer for the same as long as its DTLS session is, also when its address changes behind a NAT: a repeated message gets the
 * stored answer, and the blocks of a body are found again (specification 3.1).
 */
final class SessionMatcher extends StrictDtlsEndpointContextMatcher {
    /** The handshake tells a resumed session's message ids from those before. */
    private record Peer(Bytes session, long handshakeMillis) {}

    @Override
    public Object getEndpointIdentity(EndpointContext context) {
        Bytes session = context.get(DtlsEndpointContext.KEY_SESSION_ID);
        Long handshake = context.get(DtlsEndpointContext.KEY_HANDSHAKE_TIMESTAMP);
        return session == null || session.isEmpty() || handshake == null
                ? super.getEndpointIdentity(context)
                : new Peer(session, handshake);
    }
}
