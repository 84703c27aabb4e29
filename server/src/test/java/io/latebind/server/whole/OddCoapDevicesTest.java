package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.server.TestDevice;
import io.latebind.server.coap.Nat;
import io.latebind.server.coap.TestClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Repeated messages, blocks asked for one by one, and slow links (specification 3.1): whatever happens on the way, a fetch is one
 * delivery.
 */
@ExtendWith(SharedService.class)
class OddCoapDevicesTest {
    private static final int FIRST_MID = 4711;
    private static final int SZX_512 = 5;

    private final RunningService service;
    private final ApiClient owner;
    private final TestDevice device;

    OddCoapDevicesTest(RunningService service) {
        this.service = service;
        owner = service.owner;
        device = owner.claimed();
    }

    @BeforeEach
    void queueSeveralBlocks() {
        for (int i = 0; i < 4; i++) {
            owner.added(device, "{\"config\":{\"key" + i + "\":\"" + "x".repeat(400) + "\"}}");
        }
    }

    private long deliveries() {
        return HistoryLines.of(owner, device).kinds().stream()
                .filter("DELIVERED"::equals)
                .count();
    }

    private static Request withMid(Request request, int mid) {
        request.setMID(mid);
        request.setToken(new byte[] {1, 2, 3, 4});
        return request;
    }

    private CoapDeviceClient blockByBlock() throws IOException {
        CoapDeviceClient client =
                new CoapDeviceClient(TestClient.blockByBlock(service.rootCertificate(), service.coapPort()), device);
        client.authenticate();
        return client;
    }

    private static Request block(CoapDeviceClient client, String query, int szx, int number) {
        Request request = client.fetchRequest(query);
        request.getOptions().setBlock2(szx, false, number);
        return request;
    }

    @Test
    void theSameGetRetransmittedGetsTheStoredAnswer() {
        try (CoapDeviceClient client = service.coapClient(device)) {
            client.authenticate();
            Response first = client.answer(withMid(client.fetchRequest("limit=1"), FIRST_MID));
            Response again = client.answer(withMid(client.fetchRequest("limit=1"), FIRST_MID));
            assertThat(again.getPayload()).isEqualTo(first.getPayload());
            assertThat(again.getOptions().getETags().getFirst())
                    .isEqualTo(first.getOptions().getETags().getFirst());
            assertThat(deliveries()).isEqualTo(1);
            client.answer(withMid(client.fetchRequest("limit=1"), FIRST_MID + 1));
            assertThat(deliveries()).as("another message is another fetch").isEqualTo(2);
        }
    }

    @Test
    void theSameGetRetransmittedFromAnotherAddressGetsTheStoredAnswer() throws IOException {
        try (Nat nat = new Nat(service.coapPort());
                CoapDeviceClient client = service.coapClient(device, nat.address())) {
            client.authenticate();
            Response first = client.answer(withMid(client.fetchRequest("limit=1"), FIRST_MID));
            nat.rebind();
            Response again = client.answer(withMid(client.fetchRequest("limit=1"), FIRST_MID));
            assertThat(again.getPayload()).isEqualTo(first.getPayload());
            assertThat(deliveries()).isEqualTo(1);
        }
    }

    @Test
    void theSameReportRetransmittedIsRecordedOnce() {
        try (CoapDeviceClient client = service.coapClient(device)) {
            client.authenticate();
            byte[] report = io.latebind.contract.device.cbor.DeviceMessages.encodeResponses(
                    DeviceClient.successes(client.fetch()));
            for (int i = 0; i < 2; i++) {
                assertThat(client.answer(withMid(client.coap.post("p/rsp", report), FIRST_MID))
                                .getCode())
                        .isEqualTo(ResponseCode.CHANGED);
            }
            assertThat(HistoryLines.of(owner, device).kinds()).doesNotContain("UNEXPECTED_ANSWER");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 5, 6})
    void onlyTheFirstBlockIsAFetchAndTheOthersAreOfTheSameBody(int szx) throws IOException {
        try (CoapDeviceClient client = blockByBlock()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] etag = new byte[0];
            boolean more = true;
            // a block of 1024 bytes is answered with one of 512, and the client goes on with that size
            int used = Math.min(szx, SZX_512);
            for (int number = 0; more; number++) {
                Response answer = client.answer(block(client, "rxMaxSize=65535", number == 0 ? szx : used, number));
                assertThat(answer.getCode()).isEqualTo(ResponseCode.CONTENT);
                assertThat(answer.getOptions().getBlock2().getNum()).isEqualTo(number);
                assertThat(answer.getOptions().getBlock2().getSzx()).isEqualTo(used);
                assertThat(answer.getOptions().getContentFormat()).isEqualTo(60);
                byte[] tag = answer.getOptions().getETags().getFirst();
                assertThat(tag).isEqualTo(number == 0 ? tag : etag);
                etag = tag;
                body.writeBytes(answer.getPayload());
                more = answer.getOptions().getBlock2().isM();
            }
            List<DeviceCommand> batch = DeviceClient.decoded(body.toByteArray());
            assertThat(batch).hasSize(4);
            assertThat(deliveries()).isEqualTo(1);
            client.report(DeviceClient.successes(batch));
            assertThat(owner.status(device)).isEqualTo("AWAITING");
        }
    }

    @Test
    void blocksComeInAnyOrderAndAgainAlsoTheLast() throws IOException {
        try (CoapDeviceClient client = blockByBlock()) {
            client.answer(block(client, "rxMaxSize=65535", SZX_512, 0));
            byte[] third =
                    client.answer(block(client, "rxMaxSize=65535", SZX_512, 3)).getPayload();
            assertThat(client.answer(block(client, "rxMaxSize=65535", SZX_512, 3))
                            .getPayload())
                    .isEqualTo(third);
            byte[] first =
                    client.answer(block(client, "rxMaxSize=65535", SZX_512, 1)).getPayload();
            assertThat(client.answer(block(client, "rxMaxSize=65535", SZX_512, 2))
                            .getPayload())
                    .isNotEqualTo(first);
            assertThat(client.answer(block(client, "rxMaxSize=65535", SZX_512, 1))
                            .getPayload())
                    .isEqualTo(first);
            assertThat(client.answer(block(client, "rxMaxSize=65535", SZX_512, 99))
                            .getCode())
                    .isEqualTo(ResponseCode.BAD_REQUEST);
            assertThat(deliveries()).isEqualTo(1);
        }
    }

    @Test
    void aNewFetchInBetweenMixesNoBodies() throws IOException {
        try (CoapDeviceClient client = blockByBlock()) {
            Response old = client.answer(block(client, "rxMaxSize=65535", SZX_512, 0));
            Response other = client.answer(block(client, "rxMaxSize=65534", SZX_512, 0));
            Response later = client.answer(block(client, "rxMaxSize=65535", SZX_512, 1));
            Response othersLater = client.answer(block(client, "rxMaxSize=65534", SZX_512, 1));
            assertThat(etag(later)).isEqualTo(etag(old));
            assertThat(etag(othersLater)).isEqualTo(etag(other)).isNotEqualTo(etag(old));
            assertThat(deliveries()).isEqualTo(2);
        }
    }

    @Test
    void aNewFetchOfTheSameTakesThePlaceOfTheOldBody() throws IOException {
        try (CoapDeviceClient client = blockByBlock()) {
            Response old = client.answer(block(client, "rxMaxSize=65535", SZX_512, 0));
            Response again = client.answer(block(client, "rxMaxSize=65535", SZX_512, 0));
            assertThat(etag(client.answer(block(client, "rxMaxSize=65535", SZX_512, 1))))
                    .isEqualTo(etag(again))
                    .isNotEqualTo(etag(old));
            // delivered twice without a result, the head comes alone: an answer of one block
            Response alone = client.answer(block(client, "rxMaxSize=65535", SZX_512, 0));
            assertThat(DeviceClient.decoded(alone.getPayload())).hasSize(1);
            assertThat(client.answer(block(client, "rxMaxSize=65535", SZX_512, 1))
                            .getCode())
                    .isEqualTo(ResponseCode.REQUEST_ENTITY_INCOMPLETE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16 * 1024 + 1, 70_000})
    void aReportThatIsTooLargeIsRefusedAndNothingIsRecorded(int bytes) throws Exception {
        try (CoapDeviceClient client = service.coapClient(device)) {
            client.authenticate();
            client.fetch();
            assertThat(client.coap
                            .answer(client.coap.post("p/rsp", new byte[bytes]))
                            .getCode())
                    .isIn(ResponseCode.BAD_REQUEST, ResponseCode.REQUEST_ENTITY_TOO_LARGE);
            assertThat(owner.status(device)).isEqualTo("PROVISIONING");
            assertThat(owner.get(ApiClient.queue(device)).is(200).body()).doesNotContain("SUCCEEDED");
        }
    }

    private static byte[] etag(Response response) {
        return response.getOptions().getETags().getFirst();
    }

    @Test
    void aLaterBlockOfAnotherSessionsBodyIsNotToBeHad() throws IOException {
        try (CoapDeviceClient client = blockByBlock();
                CoapDeviceClient other = blockByBlock()) {
            client.answer(block(client, "rxMaxSize=65535", SZX_512, 0));
            assertThat(other.answer(block(other, "rxMaxSize=65535", SZX_512, 1)).getCode())
                    .isEqualTo(ResponseCode.REQUEST_ENTITY_INCOMPLETE);
        }
    }

    @Test
    void blocksGoOnAfterAnAddressChangedAndAfterAResumption() throws IOException {
        try (Nat nat = new Nat(service.coapPort());
                CoapDeviceClient client = new CoapDeviceClient(
                        TestClient.blockByBlock(service.rootCertificate(), nat.address()), device)) {
            client.authenticate();
            Response first = client.answer(block(client, "rxMaxSize=65535", SZX_512, 0));
            nat.rebind();
            assertThat(etag(client.answer(block(client, "rxMaxSize=65535", SZX_512, 1))))
                    .isEqualTo(etag(first));
            client.coap.connector.forceResumeAllSessions();
            assertThat(etag(client.answer(block(client, "rxMaxSize=65535", SZX_512, 2))))
                    .isEqualTo(etag(first));
        }
        assertThat(deliveries()).isEqualTo(1);
    }

    @Test
    void aFetchOverALinkOfThreeSecondsIsOneDelivery() throws IOException {
        try (Nat nat = new Nat(service.coapPort());
                CoapDeviceClient client = service.coapClient(device, nat.address())) {
            client.authenticate();
            nat.delay(Duration.ofMillis(1600));
            Request request = client.fetchRequest("limit=1");
            AtomicInteger retransmissions = new AtomicInteger();
            request.addMessageObserver(new MessageObserverAdapter() {
                @Override
                public void onRetransmission() {
                    retransmissions.incrementAndGet();
                }
            });
            assertThat(DeviceClient.decoded(client.answer(request).getPayload()))
                    .hasSize(1);
            assertThat(retransmissions).hasPositiveValue();
            assertThat(deliveries()).isEqualTo(1);
        }
    }

    @Test
    void aFetchThatTheDatabaseKeepsWaitingIsOneDelivery() throws Exception {
        try (Nat nat = new Nat(service.coapPort());
                CoapDeviceClient client = service.coapClient(device, nat.address());
                Connection slow = service.database.dataSource().getConnection()) {
            client.authenticate();
            Request request = client.fetchRequest("limit=1");
            CountDownLatch retransmitted = new CountDownLatch(1);
            CountDownLatch acknowledged = new CountDownLatch(1);
            request.addMessageObserver(new MessageObserverAdapter() {
                @Override
                public void onRetransmission() {
                    retransmitted.countDown();
                }

                @Override
                public void onAcknowledgement() {
                    acknowledged.countDown();
                }
            });
            lock(slow);
            nat.loseAnswers(true);
            client.coap.send(request);
            assertThat(retransmitted.await(30, TimeUnit.SECONDS)).isTrue();
            nat.loseAnswers(false);
            assertThat(acknowledged.await(30, TimeUnit.SECONDS)).isTrue();
            slow.rollback();
            Response response = request.waitForResponse(30_000);
            assertThat(response.getType()).isEqualTo(CoAP.Type.CON);
            assertThat(DeviceClient.decoded(response.getPayload())).hasSize(1);
            assertThat(deliveries()).isEqualTo(1);
        }
    }

    private static void lock(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE provisioning_command IN ACCESS EXCLUSIVE MODE");
        }
    }
}
