package io.latebind.simulator.coap;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.client.DeviceAnswer;
import io.latebind.simulator.client.DeviceConnection;
import io.latebind.simulator.client.FetchQuery;
import io.latebind.simulator.client.LinkFault;
import io.latebind.simulator.client.Traffic;
import io.latebind.simulator.client.TrafficFigure;
import io.latebind.simulator.client.TrafficMeter;
import io.latebind.simulator.client.TransportKind;
import io.latebind.simulator.network.DeviceChances;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.MapBasedEndpointContext;
import org.jspecify.annotations.Nullable;

/** One device's DTLS session, and what the client does to keep it and to prove itself in it (specification 6.3, 6.4 rule 10). */
final class CoapConnection implements DeviceConnection, UdpSelector.Receiver {
    /** A refusal that a second attempt can mend is tried once more, and then believed. */
    private static final int ATTEMPTS = 2;

    private final CoapTransport transport;
    private final TrafficMeter meter = new TrafficMeter(TransportKind.COAP);
    private final DeviceChances chances;
    private final DeviceSocket socket;
    private volatile InetSocketAddress madeUp;
    private volatile @Nullable PendingRequest pending;
    private Instant authenticatedUntil = Instant.MIN;
    private List<String> versions = List.of();
    /** Whether the service may have forgotten the session: it did not answer in it. */
    private boolean doubtful;

    CoapConnection(CoapTransport transport, DeviceUuid device) {
        this.transport = transport;
        this.chances = new DeviceChances(transport.faults(), device);
        this.socket = new DeviceSocket(transport.network(), device, chances, meter, this);
        this.madeUp = transport.newMadeUpAddress();
        transport.connector().attach(madeUp, socket);
    }

    @Override
    public DeviceAnswer fetch(FetchQuery query, String jwt) {
        versions = List.of("mver=" + query.modemFirmware(), "cver=" + query.clientVersion());
        return authenticated(jwt, () -> send(fetchRequest(query))).answer();
    }

    @Override
    public DeviceAnswer report(byte[] responses, String jwt) {
        if (chances.losesSession()) {
            meter.count(TrafficFigure.SESSIONS_LOST);
            forgetSession();
        }
        Reply reply = authenticated(jwt, () -> send(reportRequest(responses)));
        boolean lost = reply instanceof Reply.Failed(DeviceAnswer.NoAnswer why)
                && why.fault().passing();
        if (lost && !Thread.currentThread().isInterrupted()) {
            reply = authenticated(jwt, () -> send(reportRequest(responses)));
        }
        return reply.answer();
    }

    /** Proves itself first where the service does not know it, or not any more. */
    private Reply authenticated(String jwt, Supplier<Reply> request) {
        Reply reply = new Reply.Failed(CoapFaults.timedOut(transport.address()));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (!transport.clock().instant().isBefore(authenticatedUntil)) {
                Reply proof = authenticate(jwt);
                if (!(proof instanceof Reply.Answered answered && answered.is(ResponseCode.CREATED))) {
                    return proof;
                }
            }
            reply = request.get();
            if (!(reply instanceof Reply.Answered answered)) {
                return reply;
            }
            if (answered.is(ResponseCode.UNAUTHORIZED)) {
                authenticatedUntil = Instant.MIN;
            } else if (!answered.is(ResponseCode.REQUEST_ENTITY_INCOMPLETE)) {
                return reply;
            }
        }
        return reply;
    }

    private Reply authenticate(String jwt) {
        meter.count(TrafficFigure.AUTHENTICATIONS);
        Request request = Request.newPost();
        request.getOptions().setUriPath("p/auth-jwt").setContentFormat(MediaTypeRegistry.APPLICATION_CBOR);
        versions.forEach(request.getOptions()::addUriQuery);
        request.setPayload(jwt.getBytes(StandardCharsets.US_ASCII));
        Reply reply = send(request);
        if (reply instanceof Reply.Answered answered && answered.is(ResponseCode.CREATED)) {
            Long maxAge = answered.response().getOptions().getMaxAge();
            authenticatedUntil = transport.clock().instant().plus(Duration.ofSeconds(maxAge));
        }
        return reply;
    }

    private static Request fetchRequest(FetchQuery query) {
        Request request = Request.newGet();
        request.getOptions()
                .setUriPath("p/cmd")
                .addUriQuery("after=" + query.after())
                .addUriQuery("rxMaxSize=" + query.limits().rxMaxSize())
                .addUriQuery("txMaxSize=" + query.limits().txMaxSize())
                .addUriQuery("limit=" + query.limits().records())
                .setBlock2(BlockOption.size2Szx(CoapSettings.BLOCK_BYTES), false, 0);
        return request;
    }

    private static Request reportRequest(byte[] responses) {
        Request request = Request.newPost();
        request.getOptions().setUriPath("p/rsp").setContentFormat(MediaTypeRegistry.APPLICATION_CBOR);
        request.setPayload(responses);
        return request;
    }

    private Reply send(Request request) {
        return send(request, transport.timing().patience());
    }

    private Reply send(Request request, Duration patience) {
        EndpointContext peer = new AddressEndpointContext(madeUp);
        request.setDestinationContext(
                doubtful
                        ? MapBasedEndpointContext.addEntries(peer, DtlsEndpointContext.ATTRIBUTE_HANDSHAKE_MODE_PROBE)
                        : peer);
        PendingRequest under = new PendingRequest(request, transport.address(), meter);
        pending = under;
        Reply reply = under.exchange(transport.endpoint(), patience);
        pending = null;
        doubtful = reply instanceof Reply.Failed;
        if (reply instanceof Reply.Failed(DeviceAnswer.NoAnswer why) && why.fault() == LinkFault.CONNECTION_REFUSED) {
            forgetSession();
        }
        return reply;
    }

    /** Parks the session; that it does is no matter of life and death, so the answer is not waited for long. */
    @Override
    public void visitEnds() {
        if (doubtful
                || authenticatedUntil.equals(Instant.MIN)
                || Thread.currentThread().isInterrupted()) {
            return;
        }
        Request request = Request.newPost();
        request.setConfirmable(false);
        request.getOptions().setUriPath(".dtls/suspend");
        send(request, transport.timing().acknowledgement());
        doubtful = false;
    }

    @Override
    public void powerLost() {
        forgetSession();
    }

    private void forgetSession() {
        transport.connector().forget(madeUp);
        socket.close();
        socket.handshaking(false);
        madeUp = transport.newMadeUpAddress();
        transport.connector().attach(madeUp, socket);
        authenticatedUntil = Instant.MIN;
        doubtful = false;
    }

    @Override
    public void received(byte[] datagram) {
        transport.connector().received(madeUp, datagram);
    }

    /** Before there is a session, nobody can be there: it is not worth a minute of repetitions. */
    @Override
    public void unreachable() {
        PendingRequest under = pending;
        if (under != null && socket.isHandshaking()) {
            under.fail(CoapFaults.refused(transport.address()));
        }
    }

    @Override
    public Traffic traffic() {
        return meter.reading();
    }

    @Override
    public void close() {
        transport.connector().forget(madeUp);
        socket.close();
    }
}
