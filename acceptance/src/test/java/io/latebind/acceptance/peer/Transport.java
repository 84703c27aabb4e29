package io.latebind.acceptance.peer;

import io.latebind.acceptance.peer.SharedLatebind.Shared;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The ways to the service, each as one device goes it. */
enum Transport {
    HTTPS("200", "204", "200", "403") {
        @Override
        Visit visit(Shared service, Supplier<String> credential) {
            return new OverHttps(
                    new RawHttpsDevice(
                            service.process().devicePort(), service.process().rootCertificate(), "-tls1_3"),
                    credential);
        }
    },
    COAP_OVER_OPENSSL("2.05", "2.05", "2.04", "4.03") {
        @Override
        Visit visit(Shared service, Supplier<String> credential) {
            return OverCoap.connect(service, Libcoap.OPENSSL, credential);
        }
    },
    COAP_OVER_GNUTLS("2.05", "2.05", "2.04", "4.03") {
        @Override
        Visit visit(Shared service, Supplier<String> credential) {
            return OverCoap.connect(service, Libcoap.GNUTLS, credential);
        }
    };

    /** What it says with commands, without any, to a report, and to whom it does not believe. */
    final String commands;

    final String nothing;
    final String acknowledged;
    final String notProven;

    Transport(String commands, String nothing, String acknowledged, String notProven) {
        this.commands = commands;
        this.nothing = nothing;
        this.acknowledged = acknowledged;
        this.notProven = notProven;
    }

    /** @param credential a JWT, or {@code att.} and an attestation token */
    abstract Visit visit(Shared service, Supplier<String> credential);

    record Answer(String code, byte[] body) {}

    /** Proves itself with its credential whenever that is due. A refused proof is the answer. */
    interface Visit extends AutoCloseable {
        Answer fetch();

        Answer report(byte[] responses);

        @Override
        void close();
    }

    private record OverHttps(RawHttpsDevice client, Supplier<String> credential) implements Visit {
        @Override
        public Answer fetch() {
            return answer(client.fetch(credential.get()));
        }

        @Override
        public Answer report(byte[] responses) {
            return answer(client.report(credential.get(), responses));
        }

        private static Answer answer(RawHttpsDevice.Answer answer) {
            return new Answer(answer.head().getFirst().split(" ", -1)[1], answer.body());
        }

        @Override
        public void close() {
            // a connection for each request
        }
    }

    private static final class OverCoap implements Visit {
        private static final int BLOCK_BYTES = 256;

        private final CoapPeer peer;
        private final Supplier<String> credential;
        private boolean authenticated;

        private OverCoap(CoapPeer peer, Supplier<String> credential) {
            this.peer = peer;
            this.credential = credential;
        }

        static OverCoap connect(Shared service, Libcoap build, Supplier<String> credential) {
            return new OverCoap(
                    CoapPeer.connect(
                            build,
                            service.folder(),
                            service.process().rootCertificate(),
                            "localhost",
                            service.process().coapPort()),
                    credential);
        }

        /** Empty when it is authenticated now. */
        private String refusal() {
            if (!authenticated) {
                String given = credential.get();
                String path = given.startsWith("att.") ? "p/auth" : "p/auth-jwt";
                String code = peer.post(
                                path,
                                "mver=mfw_nrf91x1_2.0.2&cver=3.1.0",
                                BLOCK_BYTES,
                                given.getBytes(StandardCharsets.US_ASCII))
                        .code();
                authenticated = code.equals("2.01");
                return authenticated ? "" : code;
            }
            return "";
        }

        @Override
        public Answer fetch() {
            String refusal = refusal();
            return refusal.isEmpty()
                    ? answer(peer.get("p/cmd", "after=&rxMaxSize=4096&txMaxSize=4096&limit=10", BLOCK_BYTES))
                    : new Answer(refusal, new byte[0]);
        }

        @Override
        public Answer report(byte[] responses) {
            String refusal = refusal();
            return refusal.isEmpty()
                    ? answer(peer.post("p/rsp", "", BLOCK_BYTES, responses))
                    : new Answer(refusal, new byte[0]);
        }

        private static Answer answer(CoapPeer.Answer answer) {
            return new Answer(answer.code(), answer.body());
        }

        @Override
        public void close() {
            peer.close();
        }
    }
}
