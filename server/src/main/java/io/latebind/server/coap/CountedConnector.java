package io.latebind.server.coap;

import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.DtlsHealth;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.ResumptionSupportingConnectionStore;

/** Scandium's connector, which otherwise does not tell how many sessions there are, nor sends to where one of them is by now. */
final class CountedConnector extends DTLSConnector {
    private final ResumptionSupportingConnectionStore store;
    private final int most;
    private final HandshakeGate gate;

    CountedConnector(DtlsConnectorConfig config, int most, HandshakeGate gate) {
        this(config, createConnectionStore(config), most, gate);
    }

    private CountedConnector(
            DtlsConnectorConfig config, ResumptionSupportingConnectionStore store, int most, HandshakeGate gate) {
        super(config, store);
        this.store = store;
        this.most = most;
        this.gate = gate;
    }

    @Override
    @SuppressWarnings("deprecation") // a listener in the configuration is not told when a handshake begins
    protected void onInitializeHandshaker(Handshaker handshaker) {
        gate.watch(handshaker);
    }

    int sessions() {
        return most - store.remainingCapacity();
    }

    @Override
    public void send(RawData message) {
        super.send(CurrentAddress.of(message, store));
    }

    int handshakesUnderWay() {
        return gate.underWay();
    }

    /** Scandium's words for what the observer hears. */
    record Health(CoapObserver observer) implements DtlsHealth {
        @Override
        public void dump(String tag, int maxConnections, int remainingCapacity, int pendingWithoutVerify) {}

        @Override
        public boolean isEnabled() {
            return true;
        }

        @Override
        public void startHandshake() {}

        @Override
        public void endHandshake(boolean success) {
            observer.handshake(success);
        }

        @Override
        public void receivingRecord(boolean drop) {
            if (drop) {
                observer.recordDropped();
            }
        }

        @Override
        public void sendingRecord(boolean drop) {}
    }
}
