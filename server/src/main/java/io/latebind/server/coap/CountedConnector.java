package io.latebind.server.coap;

import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.DtlsHealth;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.ResumptionSupportingConnectionStore;

/** Scandium's connector, which otherwise does not tell how many sessions there are. */
final class CountedConnector extends DTLSConnector {
    private final ResumptionSupportingConnectionStore store;
    private final int most;

    CountedConnector(DtlsConnectorConfig config, int most) {
        this(config, createConnectionStore(config), most);
    }

    private CountedConnector(DtlsConnectorConfig config, ResumptionSupportingConnectionStore store, int most) {
        super(config, store);
        this.store = store;
        this.most = most;
    }

    int sessions() {
        return most - store.remainingCapacity();
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
