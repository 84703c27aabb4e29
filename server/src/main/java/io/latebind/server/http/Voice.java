package io.latebind.server.http;

import io.latebind.server.kernel.Refusal;

/** How a listener speaks: problem details to users, bare statuses to devices. */
public sealed interface Voice permits ApiVoice, DeviceVoice {
    /** Problem details (RFC 9457, specification 7). */
    static Voice api() {
        return new ApiVoice();
    }

    /** The few statuses that the official client knows (specification 6.2). */
    static Voice device() {
        return new DeviceVoice();
    }

    HttpAnswer refusal(Refusal refusal, String requestId);

    /** @param detail what to say about it where this voice says anything; never from an exception */
    HttpAnswer fault(ProtocolFault fault, String detail, String requestId);

    /** The answer as it goes out, with the headers that every answer of this voice has. */
    HttpAnswer finished(HttpAnswer answer, String requestId);

    /** Whether a connection serves more than one request. */
    boolean keepsConnections();

    /** Whether Accept, Accept-Encoding, Content-Encoding, OPTIONS and the questions of browsers have a meaning here. */
    boolean negotiates();

    /** Whether the caller may name the request with {@code X-Request-Id}. */
    boolean takesRequestIds();
}
