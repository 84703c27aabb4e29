package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A thousand random requests of each role, made from openapi.yaml: never a fault, never an answer that the document does not know. Again
 * with the same requests: {@code -Dlatebind.random.seed=…}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomRequestsTest {
    private static final int REQUESTS = 1000;
    private static final long SEED = Long.getLong("latebind.random.seed", 20_261_124);

    private final RunningService service = new RunningService();
    private final Random random = new Random(SEED);
    private final RandomRequests requests = new RandomRequests(random);
    private final Map<String, Map<Integer, Integer>> counts = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final ApiClient admin = service.newMember(service.owner, "admin");

    @BeforeAll
    void claimWhatThereIsToWorkOn() {
        for (ApiClient caller : List.of(service.owner, admin, service.editor, service.viewer)) {
            Answer account = caller.get("/v1/account").is(200);
            requests.spare(account.text("/team/id"));
            requests.spare(account.text("/member/id"));
        }
        service.owner.get("/v1/api-keys?pageLimit=100").is(200).ids().forEach(requests::spare);
        service.owner.get("/v1/members?pageLimit=100").is(200).ids().forEach(requests::spare);
        service.owner.get("/v1/teams?pageLimit=100").is(200).ids().forEach(requests::spare);
        for (ApiClient caller : List.of(service.editor, admin)) {
            for (int i = 0; i < 8; i++) {
                TestDevice device = caller.claimed("meters");
                requests.known(ApiClient.DEVICES, device.uuid().toString());
                requests.known(queue(device), caller.added(device, RequestSamples.PSK));
                requests.known(queue(device), caller.added(device, RequestSamples.KEY));
            }
        }
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void answersEveryRoleAsTheContractSays() {
        Map<String, Integer> good = new TreeMap<>();
        // in one order, so that a seed gives the same requests again
        new TreeMap<>(Map.of(
                        "viewer", service.viewer, "editor", service.editor, "admin", admin, "owner", service.owner))
                .forEach((role, caller) -> good.put(role, goodAnswers(role, caller)));
        String summary = "seed " + SEED + ", answered 2xx of " + REQUESTS + ": " + good + "\n"
                + String.join(
                        "\n", counts.entrySet().stream().map(Object::toString).toList());
        assertThat(wrong).as(summary).isEmpty();
        assertThat(good.values())
                .as(summary)
                .allSatisfy(count -> assertThat(count).isGreaterThan(REQUESTS * 3 / 10));
        assertThat(new TreeSet<>(counts.keySet()))
                .as("routes that were called at all")
                .containsAll(
                        requests.operations().stream().map(Object::toString).toList());
    }

    private int goodAnswers(String role, ApiClient caller) {
        List<RandomRequests.Operation> all = requests.operations();
        List<RandomRequests.Operation> allowed = new ArrayList<>();
        int good = 0;
        for (int i = 0; i < REQUESTS; i++) {
            // two of three are of a kind that this role has had an answer to
            List<RandomRequests.Operation> from = i % 3 == 0 || allowed.isEmpty() ? all : allowed;
            // each once before chance takes over
            RandomRequests.Operation operation =
                    i < 3 * all.size() && i % 3 == 0 ? all.get(i / 3) : from.get(random.nextInt(from.size()));
            RandomRequests.Request request = requests.of(operation);
            int status = answered(role, caller, request);
            counts.computeIfAbsent(operation.toString(), _ -> new TreeMap<>()).merge(status, 1, Integer::sum);
            if (status / 100 == 2) {
                good++;
                if (!allowed.contains(operation)) {
                    allowed.add(operation);
                }
            }
        }
        return good;
    }

    private int answered(String role, ApiClient caller, RandomRequests.Request request) {
        try {
            Answer answer =
                    caller.call(request.operation().method(), request.path(), request.body(), request.headers());
            if (answer.status() >= 500) {
                wrong.add(role + " " + request + " -> " + answer);
            }
            requests.learn(request, answer);
            if (request.operation().method().equals("DELETE") && answer.status() == 204) {
                requests.forget(request);
            }
            return answer.status();
        } catch (AssertionError broken) {
            wrong.add(role + " " + request + " -> " + broken.getMessage());
            return 0;
        }
    }
}
