package io.latebind.server.certificate.link;

import io.latebind.server.certificate.PemBlock;
import io.latebind.server.certificate.remote.SignerCall;
import io.latebind.server.certificate.remote.SignerCalls;
import io.latebind.server.certificate.remote.SignerReply;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.NameResolver;
import io.latebind.server.http.OutboundCalls;
import io.latebind.server.http.OutboundReply;
import io.latebind.server.http.OutboundRequest;
import io.latebind.server.http.OutboundTrust;
import io.latebind.server.http.SharedLookups;
import io.latebind.server.http.TlsMaterial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Signers on the network, over connections of their own: neither waits for the other's events, nor events for signers. */
public final class OutboundSignerCalls implements SignerCalls, AutoCloseable {
    /** Looking a name up, and the call itself: five seconds together (specification 4.1). */
    private static final Duration LOOK_UP = Duration.ofSeconds(1);

    private static final Duration CALL = Duration.ofSeconds(4);

    private final OutboundCalls calls;

    private OutboundSignerCalls(OutboundCalls calls) {
        this.calls = calls;
    }

    /** @param allowPrivate as for webhooks */
    public static OutboundSignerCalls open(NameResolver names, boolean allowPrivate) {
        return open(names, allowPrivate, LOOK_UP, CALL);
    }

    /** With other limits than a device's patience wants. */
    public static OutboundSignerCalls open(NameResolver names, boolean allowPrivate, Duration lookUp, Duration call) {
        return new OutboundSignerCalls(OutboundCalls.open(new SharedLookups(names, lookUp), allowPrivate, call));
    }

    @Override
    public Optional<String> objection(String url) {
        return calls.objection(url);
    }

    @Override
    public SignerReply call(SignerCall call) {
        OutboundRequest request = new OutboundRequest(
                call.body().isPresent() ? HttpMethod.POST : HttpMethod.GET,
                call.url(),
                call.headers(),
                call.body().orElseGet(() -> new byte[0]),
                new OutboundTrust(
                        Optional.of(call.roots())
                                .filter(roots -> !roots.isEmpty())
                                .map(PemBlock::of)
                                .map(OutboundSignerCalls::bytes),
                        call.client().map(OutboundSignerCalls::material)),
                MAX_ANSWER_BYTES);
        return switch (calls.call(request)) {
            case OutboundReply.Failed(String reason, boolean sent) -> new SignerReply.Failed(reason, sent);
            case OutboundReply.Answered answered ->
                new SignerReply.Answered(answered.status(), answered.retryAfter(), answered.text(), answered.whole());
        };
    }

    private static TlsMaterial material(SignerCall.ClientKey client) {
        return new TlsMaterial(
                bytes(PemBlock.of(client.chain())), bytes(client.key().reveal()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        calls.close();
    }
}
