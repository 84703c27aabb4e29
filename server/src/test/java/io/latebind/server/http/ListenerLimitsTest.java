package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.kernel.StartRefused;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ListenerLimitsTest {
    private static final String HALF_A_REQUEST = "POST /wait HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf";

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private final OpenRoute waiting = new OpenRoute(HttpMethod.POST, "/wait", "a test", _ -> {
        entered.countDown();
        try {
            assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return HttpAnswer.of(200, "text/plain", "done");
    });
    private final OpenRoute quick =
            new OpenRoute(HttpMethod.GET, "/quick", "a test", _ -> HttpAnswer.of(200, "text/plain", "quick"));

    private RunningListener running(Voice voice, HttpLimits limits) {
        return new RunningListener(RunningListener.config(voice, limits), List.of(), List.of(waiting, quick));
    }

    private static HttpLimits limits(long bufferedBytes, int connections, int requests, Duration timeout) {
        return new HttpLimits(1000, bufferedBytes, connections, requests, timeout, timeout, Duration.ofSeconds(30));
    }

    private static HttpLimits slow() {
        return limits(10_000, 100, 100, Duration.ofMillis(200));
    }

    private static HttpResponse<String> post(RunningListener running) throws Exception {
        return running.send(running.request("/wait").POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void closesConnectionsThatSendNoHead() throws Exception {
        try (RunningListener running = running(Voice.api(), slow());
                Socket silent = running.socket();
                Socket dripping = running.socket()) {
            RunningListener.write(dripping, "GET /quick HT");
            assertThat(RunningListener.readToEnd(silent)).isEmpty();
            assertThat(RunningListener.readToEnd(dripping)).isEmpty();
        }
    }

    @Test
    void closesConnectionsThatStayIdleAfterAnAnswer() throws Exception {
        try (RunningListener running = running(Voice.api(), slow())) {
            assertThat(running.raw("GET /quick HTTP/1.1\r\nHost: x\r\n\r\n")).endsWith("quick");
        }
    }

    @Test
    void answersWhenTheBodyDoesNotCome() throws Exception {
        try (RunningListener api = running(Voice.api(), slow());
                RunningListener device = running(Voice.device(), slow())) {
            assertThat(api.raw(HALF_A_REQUEST)).startsWith("HTTP/1.1 408 ").contains("\"code\":40800");
            assertThat(device.raw(HALF_A_REQUEST)).startsWith("HTTP/1.1 500 ").endsWith("\r\n\r\n");
        }
    }

    @Test
    void shedsRequestsBeyondTheLimitAndServesAgainAfterwards() throws Exception {
        try (RunningListener running = running(Voice.api(), limits(10_000, 100, 1, Duration.ofSeconds(30)));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first = threads.submit(() -> post(running));
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            HttpResponse<String> shed = running.get("/quick");
            released.countDown();
            assertThat(shed.statusCode()).isEqualTo(503);
            assertThat(shed.headers().firstValue("Retry-After")).isPresent();
            assertThat(first.get().body()).isEqualTo("done");
            assertThat(running.get("/quick").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answersDevices500WhenThereIsTooMuchToDo() throws Exception {
        try (RunningListener running = running(Voice.device(), limits(10_000, 100, 1, Duration.ofSeconds(30)));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first = threads.submit(() -> post(running));
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            HttpResponse<String> shed = running.get("/quick");
            released.countDown();
            assertThat(shed.statusCode()).isEqualTo(500);
            assertThat(shed.body()).isEmpty();
            assertThat(first.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void boundsTheBytesOfAllBodiesTogetherAndCountsAbandonedOnesOut() throws Exception {
        try (RunningListener running = running(Voice.api(), limits(10, 100, 100, Duration.ofSeconds(30)))) {
            released.countDown();
            for (int i = 0; i < 20; i++) {
                try (Socket socket = running.socket()) {
                    RunningListener.write(socket, HALF_A_REQUEST.replace("half", "halfhalf"));
                }
            }
            String whole = "POST /wait HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9\r\n\r\n123456789";
            String answer = running.raw(whole);
            for (int i = 0; i < 1000 && answer.startsWith("HTTP/1.1 503"); i++) {
                answer = running.raw(whole);
            }
            assertThat(answer).startsWith("HTTP/1.1 200 ");
            assertThat(running.raw(whole.replace("9\r\n\r\n123456789", "11\r\n\r\n12345678901")))
                    .startsWith("HTTP/1.1 503 ");
        }
    }

    @Test
    void turnsConnectionsAwayBeyondTheLimit() throws Exception {
        try (RunningListener running = running(Voice.api(), limits(10_000, 1, 100, Duration.ofSeconds(30)));
                Socket first = running.socket()) {
            RunningListener.write(first, "GET /quick HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(first.getInputStream().read()).isEqualTo('H');
            try (Socket second = running.socket()) {
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void finishesWhatIsUnderWayBeforeItCloses() throws Exception {
        RunningListener running = running(Voice.api(), HttpLimits.forApi());
        int port = running.port();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Socket busy = running.socket();
                Socket idle = running.socket()) {
            RunningListener.write(busy, "POST /wait HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            Future<?> draining = threads.submit(() -> running.listener.drain(Duration.ofSeconds(60)));
            // an idle connection ends at once: from then on the drain is under way
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            new Socket(running.listener.address().getAddress(), port).close();
                        }
                    })
                    .isInstanceOf(SocketException.class);
            assertThat(draining.isDone()).isFalse();
            released.countDown();
            assertThat(RunningListener.readToEnd(busy))
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("connection: close")
                    .endsWith("done");
            draining.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void namesTheBusyAddressAndTheWayOut() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> start("127.0.0.1", port))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContainingAll("--api-listen 127.0.0.1:" + port, "in use", "choose another port");
        }
    }

    @Test
    void namesAddressesThatAreNotOurs() {
        assertThatThrownBy(() -> start("192.0.2.1", 0))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("192.0.2.1");
        assertThatThrownBy(() -> start("no-such-host.invalid", 80))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void listensOnIpv6() throws Exception {
        HttpListener listener = start("[::1]", 0);
        try (Socket socket =
                new Socket(listener.address().getAddress(), listener.address().getPort())) {
            RunningListener.write(socket, "GET /quick HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(RunningListener.readToEnd(socket)).endsWith("quick");
        } finally {
            listener.drain(Duration.ofSeconds(5));
        }
    }

    private HttpListener start(String host, int port) {
        return HttpListener.start(
                new ListenerConfig(Voice.api(), "--api-listen", host, port, Optional.empty(), HttpLimits.forApi()),
                List.of(),
                List.of(quick),
                (_, _) -> Optional.empty(),
                Optional.empty(),
                new RunningListener.TestIds(),
                InstantSource.system());
    }
}
