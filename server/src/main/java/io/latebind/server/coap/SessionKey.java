package io.latebind.server.coap;

import java.util.HexFormat;

/**
 * A DTLS session: one full handshake, however often it is resumed, and from whichever address. Only who took part in the handshake can
 * send in it.
 *
 * @param id in lower-case hex; chosen by the server, never used twice
 */
public record SessionKey(String id) {
    static SessionKey of(byte[] sessionId) {
        return new SessionKey(HexFormat.of().formatHex(sessionId));
    }

    /** A session id is no secret, but nobody needs it whole. */
    @Override
    public String toString() {
        return "SessionKey[" + id.substring(0, Math.min(8, id.length())) + "…]";
    }
}
