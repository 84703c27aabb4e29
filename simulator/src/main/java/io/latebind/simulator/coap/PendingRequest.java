package io.latebind.simulator.coap;

import io.latebind.simulator.client.DeviceAnswer;
import io.latebind.simulator.client.LinkFault;
import io.latebind.simulator.client.TrafficFigure;
import io.latebind.simulator.client.TrafficMeter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.CoapEndpoint;

/** One request under way, with all its blocks and repetitions. */
final class PendingRequest extends MessageObserverAdapter {
    private final Request request;
    private final String address;
    private final TrafficMeter meter;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();

    /** @param address of the service, for texts */
    PendingRequest(Request request, String address, TrafficMeter meter) {
        this.request = request;
        this.address = address;
        this.meter = meter;
        request.addMessageObserver(this);
    }

    /** Sends it, and waits until it is answered or given up. */
    Reply exchange(CoapEndpoint endpoint, Duration patience) {
        endpoint.sendRequest(request);
        try {
            return reply.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return new Reply.Failed(CoapFaults.timedOut(address));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Reply.Failed(new DeviceAnswer.NoAnswer(LinkFault.CONNECTION_LOST, "the device was stopped"));
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        } finally {
            if (request.getResponse() == null) {
                request.cancel();
            }
        }
    }

    void fail(DeviceAnswer.NoAnswer why) {
        reply.complete(new Reply.Failed(why));
    }

    @Override
    public void onResponse(Response response) {
        reply.complete(new Reply.Answered(response));
    }

    @Override
    public void onRetransmission() {
        meter.count(TrafficFigure.RETRANSMISSIONS);
    }

    @Override
    public void onTimeout() {
        fail(CoapFaults.timedOut(address));
    }

    @Override
    public void onReject() {
        fail(new DeviceAnswer.NoAnswer(LinkFault.CONNECTION_LOST, address + " rejected a CoAP message"));
    }

    @Override
    public void onSendError(Throwable error) {
        fail(CoapFaults.of(error, address));
    }

    @Override
    public void onResponseHandlingError(Throwable cause) {
        fail(new DeviceAnswer.NoAnswer(
                LinkFault.CONNECTION_LOST,
                "the blocks of an answer from " + address + " do not fit: " + cause.getMessage()));
    }
}
