package io.latebind.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import tools.jackson.databind.JsonNode;

/**
 * The REST API as the commands call it. A call is made again, a few times, when the connection breaks or the service says that it
 * cannot just now; POSTs carry an {@code Idempotency-Key}, so that a repetition creates nothing twice.
 */
public final class ServiceClient {
    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    /** Whoever is told to wait longer is asked to come back. */
    private static final long LONGEST_WAIT_SECONDS = 30;

    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private final HttpClient http;
    private final URI service;
    private final String apiKey;
    private final Pause pause;

    /** @param service without a path */
    public ServiceClient(HttpClient http, URI service, String apiKey, Pause pause) {
        this.http = http;
        this.service = service;
        this.apiKey = apiKey;
        this.pause = pause;
    }

    /** @throws CommandFailed when the service refuses or cannot be reached */
    public JsonNode get(Resource resource) {
        return send(Call.get(resource)).body();
    }

    /**
     * @param expected statuses of 400 and more that are answers to the caller
     * @throws CommandFailed when the service refuses otherwise or cannot be reached
     */
    public Answer send(Call call, Integer... expected) {
        HttpResponse<String> answer = exchange(call, BodyHandlers.ofString(StandardCharsets.UTF_8), true);
        JsonNode body = Answer.read(answer.body());
        if (answer.statusCode() >= 300 && !Set.of(expected).contains(answer.statusCode())) {
            throw ServiceRefused.of(service, call, answer.statusCode(), body, retryAfter(answer));
        }
        return new Answer(answer.statusCode(), body);
    }

    /** What {@link #send} would have thrown for an answer that its caller expected and cannot use. */
    public ServiceRefused refusal(Call call, Answer answer) {
        return ServiceRefused.of(service, call, answer.status(), answer.body(), Optional.empty());
    }

    /**
     * An answer that is read while it comes, and may go on for ever. The caller closes it.
     *
     * @throws CommandFailed when the service refuses or cannot be reached
     */
    public InputStream open(Call call) {
        HttpResponse<InputStream> answer = exchange(call, BodyHandlers.ofInputStream(), false);
        if (answer.statusCode() < 300) {
            return answer.body();
        }
        try (InputStream body = answer.body()) {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            throw ServiceRefused.of(service, call, answer.statusCode(), Answer.read(text), retryAfter(answer));
        } catch (IOException fault) {
            throw ServiceUnreachable.of(service, fault);
        }
    }

    /** @return the value, made of what {@code read} makes of the parts of an answer that comes while it is read */
    public <T> T read(Call call, Function<InputStream, T> read) {
        try (InputStream body = open(call)) {
            return read.apply(body);
        } catch (UncheckedIOException fault) {
            throw ServiceUnreachable.of(service, new IOException(fault.getMessage(), fault));
        } catch (IOException fault) {
            throw ServiceUnreachable.of(service, fault);
        }
    }

    private <T> HttpResponse<T> exchange(Call call, BodyHandler<T> handler, boolean limited) {
        HttpRequest request = request(call, limited);
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt == ATTEMPTS;
            Duration wait = FIRST_PAUSE.multipliedBy(1L << (attempt - 1));
            try {
                HttpResponse<T> answer =
                        limited ? http.send(request, handler) : begin(request, handler, call.timeLimit());
                if (last || !isPassing(answer) || asksForTooLong(answer)) {
                    return answer;
                }
                wait = wait(answer).orElse(wait);
            } catch (IOException fault) {
                if (last || !isWorthAnotherAttempt(fault)) {
                    throw ServiceUnreachable.of(service, fault);
                }
            } catch (InterruptedException interrupted) {
                throw interrupted();
            }
            sleep(wait);
        }
    }

    /** The limit is for the beginning alone; how long the rest takes is the caller's matter. */
    private <T> HttpResponse<T> begin(HttpRequest request, BodyHandler<T> handler, Duration limit)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer began within " + limit.toSeconds() + " s");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException fault ? fault : new IOException(failed.getCause());
        }
    }

    private HttpRequest request(Call call, boolean limited) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        service.resolve(call.resource().toString()))
                .method(
                        call.method(),
                        call.body().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(call.body()))
                .header("Authorization", "Bearer " + apiKey);
        call.headers().forEach(request::header);
        if (call.isPost()) {
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        if (limited) {
            request.timeout(call.timeLimit());
        }
        return request.build();
    }

    /** A host name that nobody knows stays unknown, and a certificate untrusted. */
    private static boolean isWorthAnotherAttempt(IOException fault) {
        return !(fault instanceof SSLException)
                && !(fault instanceof HttpTimeoutException)
                && !ServiceUnreachable.isUnknownHost(fault);
    }

    /** A conflict that ends by itself is that of a repetition with its first attempt, which is still under way. */
    private static boolean isPassing(HttpResponse<?> answer) {
        return PASSING.contains(answer.statusCode())
                || (answer.statusCode() == 409 && retryAfter(answer).isPresent());
    }

    private static Optional<Duration> wait(HttpResponse<?> answer) {
        return seconds(answer).map(Duration::ofSeconds);
    }

    private static boolean asksForTooLong(HttpResponse<?> answer) {
        return seconds(answer).filter(seconds -> seconds > LONGEST_WAIT_SECONDS).isPresent();
    }

    private static Optional<Long> seconds(HttpResponse<?> answer) {
        return retryAfter(answer).filter(text -> text.matches("[0-9]{1,9}")).map(Long::valueOf);
    }

    private static Optional<String> retryAfter(HttpResponse<?> answer) {
        return answer.headers().firstValue("Retry-After");
    }

    /** @throws CommandFailed when the program is told to end meanwhile */
    public void sleep(Duration duration) {
        try {
            pause.sleep(duration);
        } catch (InterruptedException interrupted) {
            throw interrupted();
        }
    }

    private static CommandFailed interrupted() {
        Thread.currentThread().interrupt();
        return CommandFailed.failed("Interrupted.");
    }
}
