package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.TestDevice;
import io.latebind.server.coap.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/** Talks to the CoAP port as a device does; every answer must be one that the table of specification 6.3 knows. */
final class CoapDeviceClient implements AutoCloseable {
    private static final Set<ResponseCode> KNOWN = Set.of(
            ResponseCode.CREATED,
            ResponseCode.CHANGED,
            ResponseCode.CONTENT,
            ResponseCode.BAD_REQUEST,
            ResponseCode.UNAUTHORIZED,
            ResponseCode.FORBIDDEN,
            ResponseCode.NOT_ACCEPTABLE,
            ResponseCode.REQUEST_ENTITY_INCOMPLETE,
            ResponseCode.INTERNAL_SERVER_ERROR,
            ResponseCode.SERVICE_UNAVAILABLE);
    /** What the client says of everything, its JWT too. */
    private static final int CBOR = 60;

    final TestClient coap;
    private final TestDevice device;

    CoapDeviceClient(X509Certificate root, InetSocketAddress server, TestDevice device) {
        try {
            this.coap = new TestClient(root, server);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        this.device = device;
    }

    ResponseCode authenticate() {
        return authenticate("p/auth-jwt", device.jwt(Instant.now())).getCode();
    }

    Response authenticate(String path, String credential) {
        Request request = coap.post(path, credential.getBytes(StandardCharsets.UTF_8));
        request.getOptions()
                .setContentFormat(CBOR)
                .addUriQuery("mver=mfw_nrf91x1_2.0.2")
                .addUriQuery("cver=3.1.0");
        return answer(request);
    }

    /** @param query as in {@code after=&rxMaxSize=1024} */
    Response fetchAnswer(String query) {
        return answer(fetchRequest(query));
    }

    Request fetchRequest(String query) {
        Request request = coap.get("p/cmd");
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&")) {
            request.getOptions().addUriQuery(parameter);
        }
        // 512 bytes a block, as the client asks for from the first request on
        request.getOptions().setAccept(CBOR).setBlock2(5, false, 0);
        return request;
    }

    Response reportAnswer(byte[] body) {
        Request request = coap.post("p/rsp", body);
        request.getOptions().setContentFormat(CBOR);
        return answer(request);
    }

    /** The commands that are delivered now; empty when there are none. */
    List<DeviceCommand> fetch() {
        Response answer = fetchAnswer("after=&rxMaxSize=65535&txMaxSize=65535&limit=64");
        assertThat(answer.getCode()).isEqualTo(ResponseCode.CONTENT);
        return answer.getPayloadSize() == 0 ? List.of() : DeviceClient.decoded(answer.getPayload());
    }

    void report(List<DeviceResponse> responses) {
        assertThat(reportAnswer(DeviceMessages.encodeResponses(responses)).getCode())
                .isEqualTo(ResponseCode.CHANGED);
    }

    /** Fetches and reports success until nothing comes. */
    void provision() {
        for (List<DeviceCommand> batch = fetch(); !batch.isEmpty(); batch = fetch()) {
            report(DeviceClient.successes(batch));
        }
    }

    Response answer(Request request) {
        try {
            Response answer = coap.answer(request);
            assertThat(answer.getCode()).isIn(KNOWN);
            if (answer.getCode() != ResponseCode.CONTENT) {
                assertThat(answer.getPayloadSize()).isZero();
            }
            return answer;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        coap.close();
    }
}
