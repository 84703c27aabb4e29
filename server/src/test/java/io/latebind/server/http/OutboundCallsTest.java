package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.operator.OperatorCreationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls to URLs that users gave, to a real server on loopback. */
class OutboundCallsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Queue<String> hosts = new ConcurrentLinkedQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server = server();

    private HttpServer server() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
            made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            made.createContext("/taken", exchange -> answer(exchange, 204, ""));
            made.createContext("/long", exchange -> answer(exchange, 500, "x".repeat(100_000)));
            made.createContext("/short", exchange -> answer(exchange, 200, "x".repeat(1000)));
            made.createContext("/redirect", exchange -> {
                exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + port() + "/taken");
                answer(exchange, 302, "");
            });
            made.createContext("/slow", exchange -> {
                try {
                    end.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                answer(exchange, 200, "");
            });
            made.start();
            return made;
        } catch (IOException fault) {
            throw new AssertionError(fault);
        }
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        hosts.add(exchange.getRequestURI().getPath() + " "
                + exchange.getRequestHeaders().getFirst("Host"));
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        } catch (IOException gone) {
            // the caller has read as much as it wanted
        }
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static OutboundReply post(OutboundCalls calls, String url) {
        return calls.post(url, Map.of("content-type", "application/json"), "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static OutboundReply answered(int status, String text) {
        return new OutboundReply.Answered(status, Optional.empty(), text, true);
    }

    private OutboundCalls open(NameResolver names, boolean allowPrivate) {
        return OutboundCalls.open(names, allowPrivate, Duration.ofSeconds(20));
    }

    @Test
    void connectsToTheAddressThatWasCheckedUnderTheNameThatWasGiven() {
        try (OutboundCalls calls = open(_ -> List.of(LOOPBACK), true)) {
            assertThat(post(calls, "http://receiver.example:" + port() + "/taken"))
                    .isEqualTo(answered(204, ""));
            assertThat(hosts).containsExactly("/taken receiver.example:" + port());
        }
    }

    @Test
    void refusesANameThatHasChangedItsAddressSinceItWasChecked() throws UnknownHostException {
        Deque<InetAddress> answers = new ArrayDeque<>(
                List.of(InetAddress.getByName("93.184.215.14"), LOOPBACK, InetAddress.getByName("93.184.215.14")));
        try (OutboundCalls calls = open(_ -> List.of(answers.pop()), false)) {
            assertThat(calls.objection("http://rebinding.example:" + port() + "/taken"))
                    .isEmpty();
            OutboundReply answer = post(calls, "http://rebinding.example:" + port() + "/taken");
            assertThat(answer).isInstanceOf(OutboundReply.Failed.class);
            assertThat(answer.toString()).contains("loopback");
            // asked once for each call: there is no second look-up that could find another address
            assertThat(answers).hasSize(1);
        }
        assertThat(hosts).isEmpty();
    }

    @Test
    void takesTheOpenAddressOfANameThatHasSeveral() throws UnknownHostException {
        InetAddress linkLocal = InetAddress.getByName("169.254.169.254");
        try (OutboundCalls calls = open(_ -> List.of(linkLocal, LOOPBACK), true)) {
            assertThat(post(calls, "http://receiver.example:" + port() + "/taken"))
                    .isInstanceOf(OutboundReply.Answered.class);
        }
    }

    @Test
    void followsNoRedirect() {
        try (OutboundCalls calls = open(NameResolver.ofMachine(), true)) {
            assertThat(post(calls, "http://127.0.0.1:" + port() + "/redirect")).isEqualTo(answered(302, ""));
        }
        assertThat(hosts).hasSize(1).allMatch(host -> host.startsWith("/redirect"));
    }

    @Test
    void readsNoMoreOfAnAnswerThanItShows() {
        try (OutboundCalls calls = open(NameResolver.ofMachine(), true)) {
            assertThat(post(calls, "http://127.0.0.1:" + port() + "/long"))
                    .isEqualTo(new OutboundReply.Answered(
                            500, Optional.empty(), "x".repeat(OutboundCalls.BODY_BYTES), false));
            // the connection that was cut off is not used again
            assertThat(post(calls, "http://127.0.0.1:" + port() + "/taken")).isEqualTo(answered(204, ""));
        }
    }

    /** An answer may be there before its caller has come to waiting for it. */
    @Test
    void missesNoAnswerHoweverBusyTheMachineIs() throws InterruptedException, ExecutionException {
        try (OutboundCalls calls = open(NameResolver.ofMachine(), true);
                ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Callable<OutboundReply>> many =
                    Collections.nCopies(600, () -> post(calls, "http://127.0.0.1:" + port() + "/short"));
            for (Future<OutboundReply> each : threads.invokeAll(many)) {
                assertThat(each.get()).isEqualTo(answered(200, "x".repeat(1000)));
            }
        }
    }

    @Test
    void waitsForNoAnswerForLong() {
        try (OutboundCalls calls = OutboundCalls.open(NameResolver.ofMachine(), true, Duration.ofSeconds(1))) {
            OutboundReply answer = post(calls, "http://127.0.0.1:" + port() + "/slow");
            assertThat(answer.toString()).contains("no answer within 1 seconds");
        }
    }

    @Test
    void saysWhenNobodyListens() {
        int port = port();
        server.stop(0);
        try (OutboundCalls calls = open(NameResolver.ofMachine(), true)) {
            assertThat(post(calls, "http://127.0.0.1:" + port + "/").toString()).contains("refused");
        }
    }

    @Test
    void trustsOnlyCertificatesThatAreGoodForTheName() throws GeneralSecurityException, OperatorCreationException {
        TestCertificate certificate = TestCertificate.make("receiver.example");
        ListenerConfig listen = new ListenerConfig(
                Voice.api(), "--api-listen", "127.0.0.1", 0, Optional.of(certificate.material()), HttpLimits.forApi());
        OpenRoute route = new OpenRoute(HttpMethod.POST, "/hook", "a test", _ -> HttpAnswer.empty(204));
        HttpClientOptions trusting = new HttpClientOptions()
                .setTrustOptions(new PemTrustOptions()
                        .addCertValue(Buffer.buffer(certificate.material().chainPem())));
        try (RunningListener receiver = new RunningListener(listen, List.of(), List.of(route));
                OutboundCalls shipped = open(_ -> List.of(LOOPBACK), true);
                OutboundCalls knowing =
                        OutboundCalls.open(_ -> List.of(LOOPBACK), true, Duration.ofSeconds(20), trusting)) {
            String good = "https://receiver.example:" + receiver.port() + "/hook";
            assertThat(post(knowing, good)).isEqualTo(answered(204, ""));
            assertThat(post(knowing, "https://other.example:" + receiver.port() + "/hook")
                            .toString())
                    .contains("certificate");
            assertThat(post(shipped, good).toString()).contains("certificate");
        }
    }
}
