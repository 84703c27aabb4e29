package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.TestDevice;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.californium.core.coap.Response;

/** What devices speak; what is true of one holds for the other. */
enum DeviceTransport {
    HTTPS {
        @Override
        Client connect(RunningService service, TestDevice device) {
            return new OverHttps(service.deviceClient(device));
        }
    },
    COAP {
        @Override
        Client connect(RunningService service, TestDevice device) {
            CoapDeviceClient client = service.coapClient(device);
            client.authenticate();
            return new OverCoap(client);
        }
    };

    /** A connection that has proven whose it is, or does so with every request. */
    abstract Client connect(RunningService service, TestDevice device);

    enum Meaning {
        COMMANDS,
        NOTHING,
        ACKNOWLEDGED,
        MALFORMED
    }

    record Heard(Meaning meaning, byte[] body) {
        List<DeviceCommand> commands() {
            assertThat(meaning).isEqualTo(Meaning.COMMANDS);
            return DeviceClient.decoded(body);
        }

        List<String> ids() {
            return commands().stream().map(DeviceCommand::correlation).toList();
        }
    }

    interface Client extends AutoCloseable {
        /** @param query as in {@code after=&rxMaxSize=1024}, not encoded */
        Heard fetch(String query);

        Heard reportBytes(byte[] body);

        @Override
        void close();

        /** With sizes that fit everything. */
        default Heard fetch() {
            return fetch("rxMaxSize=65535&txMaxSize=65535&limit=64");
        }

        default void report(DeviceResponse... responses) {
            assertThat(reportBytes(DeviceMessages.encodeResponses(List.of(responses)))
                            .meaning())
                    .isEqualTo(Meaning.ACKNOWLEDGED);
        }

        default void reportSuccess(List<DeviceCommand> batch) {
            report(DeviceClient.successes(batch).toArray(DeviceResponse[]::new));
        }
    }

    private record OverHttps(DeviceClient client) implements Client {
        @Override
        public Heard fetch(String query) {
            HttpResponse<byte[]> answer = client.fetchAnswer("?" + encoded(query));
            return switch (answer.statusCode()) {
                case 200 -> new Heard(Meaning.COMMANDS, answer.body());
                case 204 -> new Heard(Meaning.NOTHING, answer.body());
                case 400 -> new Heard(Meaning.MALFORMED, answer.body());
                default -> throw new AssertionError("answered " + answer.statusCode());
            };
        }

        private static String encoded(String query) {
            return Arrays.stream(query.split("&"))
                    .map(pair -> Arrays.stream(pair.split("=", -1))
                            .map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8))
                            .collect(Collectors.joining("=")))
                    .collect(Collectors.joining("&"));
        }

        @Override
        public Heard reportBytes(byte[] body) {
            return switch (client.reportAnswer(body).statusCode()) {
                case 200 -> new Heard(Meaning.ACKNOWLEDGED, new byte[0]);
                case 400 -> new Heard(Meaning.MALFORMED, new byte[0]);
                default -> throw new AssertionError("answered with another status");
            };
        }

        /** Each request has had a connection of its own. */
        @Override
        public void close() {}
    }

    private record OverCoap(CoapDeviceClient client) implements Client {
        @Override
        public Heard fetch(String query) {
            Response answer = client.fetchAnswer(query);
            return switch (answer.getCode()) {
                case CONTENT ->
                    new Heard(answer.getPayloadSize() == 0 ? Meaning.NOTHING : Meaning.COMMANDS, answer.getPayload());
                case BAD_REQUEST -> new Heard(Meaning.MALFORMED, answer.getPayload());
                default -> throw new AssertionError("answered " + answer.getCode());
            };
        }

        @Override
        public Heard reportBytes(byte[] body) {
            return switch (client.reportAnswer(body).getCode()) {
                case CHANGED -> new Heard(Meaning.ACKNOWLEDGED, new byte[0]);
                case BAD_REQUEST -> new Heard(Meaning.MALFORMED, new byte[0]);
                default -> throw new AssertionError("answered with another code");
            };
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
