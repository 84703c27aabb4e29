package io.latebind.server.coap;

import java.net.InetSocketAddress;
import org.eclipse.californium.elements.Definition;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.MapBasedEndpointContext.Attributes;
import org.eclipse.californium.elements.MessageCallback;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.util.Bytes;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.ResumptionSupportingConnectionStore;
import org.jspecify.annotations.Nullable;

/**
 * Addresses a message to where its session is now. An answer goes to where its request came from; when it takes long, and the device's
 * NAT forgot the device meanwhile, that address leads nowhere, and the library would drop the answer.
 */
final class CurrentAddress {
    private CurrentAddress() {}

    /** The message itself where nothing has changed. Whether it belongs to the session there is checked as for every message. */
    static RawData of(RawData message, ResumptionSupportingConnectionStore connections) {
        EndpointContext context = message.getEndpointContext();
        InetSocketAddress now = addressOf(context.get(DtlsEndpointContext.KEY_READ_CONNECTION_ID), connections);
        if (now == null || now.equals(context.getPeerAddress())) {
            return message;
        }
        return RawData.outbound(message.getBytes(), movedTo(now, context), told(message), false);
    }

    /** The same session and handshake: what was meant for one never goes out in another. */
    private static EndpointContext movedTo(InetSocketAddress now, EndpointContext context) {
        Attributes session = new Attributes();
        copy(DtlsEndpointContext.KEY_SESSION_ID, context, session);
        copy(DtlsEndpointContext.KEY_EPOCH, context, session);
        copy(DtlsEndpointContext.KEY_CIPHER, context, session);
        copy(DtlsEndpointContext.KEY_HANDSHAKE_TIMESTAMP, context, session);
        return new DtlsEndpointContext(now, context.getVirtualHost(), context.getPeerIdentity(), session);
    }

    private static <T> void copy(Definition<T> key, EndpointContext from, Attributes to) {
        T value = from.get(key);
        if (value != null) {
            to.add(key, value);
        }
    }

    private static @Nullable InetSocketAddress addressOf(
            @Nullable Bytes connectionId, ResumptionSupportingConnectionStore connections) {
        if (connectionId == null || connectionId.isEmpty()) {
            return null;
        }
        Connection connection = connections.get(new ConnectionId(connectionId.getBytes()));
        return connection == null ? null : connection.getPeerAddress();
    }

    /** What becomes of the new message is told to those who wait for the old one. */
    private static MessageCallback told(RawData original) {
        return new MessageCallback() {
            @Override
            public void onConnecting() {
                original.onConnecting();
            }

            @Override
            public void onDtlsRetransmission(int flight) {
                original.onDtlsRetransmission(flight);
            }

            @Override
            public void onContextEstablished(EndpointContext context) {
                original.onContextEstablished(context);
            }

            @Override
            public void onSent() {
                original.onSent();
            }

            @Override
            public void onError(Throwable error) {
                original.onError(error);
            }
        };
    }
}
