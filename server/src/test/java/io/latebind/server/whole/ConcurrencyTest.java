package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.server.TestDevice;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Many hands on the same device in the same moment. */
@ExtendWith(SharedService.class)
class ConcurrencyTest {
    private final RunningService service;
    private final ApiClient owner;

    ConcurrencyTest(RunningService service) {
        this.service = service;
        this.owner = service.owner;
    }

    private static <T> List<T> together(List<Callable<T>> tasks) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        }
    }

    private static <T> List<Callable<T>> times(int count, Callable<T> task) {
        return IntStream.range(0, count).mapToObj(_ -> task).toList();
    }

    @Test
    void takesTwentyCommandsAndNotOneMore() {
        TestDevice device = owner.claimed();
        List<Answer> answers = together(times(25, () -> owner.add(device, RequestSamples.FINISHED)));
        List<String> ids = answers.stream()
                .filter(answer -> answer.status() == 201)
                .map(Answer::id)
                .toList();
        assertThat(ids).hasSize(20).doesNotHaveDuplicates();
        answers.stream().filter(answer -> answer.status() != 201).forEach(answer -> answer.isProblem(40000));
        assertThat(owner.get(queue(device) + "?pageLimit=100").is(200).ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void claimsOneDeviceOnce() {
        for (int round = 0; round < 5; round++) {
            TestDevice device = TestDevice.create();
            List<Answer> answers = together(List.of(
                    () -> owner.claim(device),
                    () -> service.otherTeam.claim(device),
                    () -> owner.claim(device),
                    () -> service.otherTeam.claim(device)));
            assertThat(answers.stream().map(Answer::status)).containsExactlyInAnyOrder(201, 409, 409, 409);
        }
    }

    @Test
    void claimsUnclaimsAndVisitsInAnyOrder() {
        TestDevice device = owner.claimed();
        DeviceClient client = service.deviceClient(device);
        List<Callable<Integer>> tasks = new ArrayList<>();
        tasks.addAll(times(6, () -> owner.claim(device).status()));
        tasks.addAll(times(6, () -> owner.delete(ApiClient.device(device)).status()));
        tasks.addAll(times(6, () -> client.fetchAnswer("").statusCode()));
        assertThat(together(tasks)).isSubsetOf(201, 409, 204, 404, 403);
        assertThat(service.rows.value(
                        "SELECT count(*) FROM claimed_device WHERE device_uuid = ?",
                        device.uuid().value()))
                .isIn("0", "1");
    }

    @Test
    void keepsAttemptsApartWhateverFetchesAndResetsMeet() {
        TestDevice device = owner.claimed();
        String key = owner.added(device, RequestSamples.KEY);
        String config = owner.added(device, RequestSamples.CONFIG);
        DeviceClient client = service.deviceClient(device);
        List<String> correlations = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            List<Callable<List<String>>> tasks = new ArrayList<>();
            tasks.addAll(times(3, () -> fetched(client)));
            for (String command : List.of(key, config)) {
                tasks.add(() -> {
                    Answer reset = owner.post(queue(device) + "/" + command + "/reset");
                    assertThat(reset.status()).as(reset.body()).isIn(200, 409);
                    return List.of();
                });
            }
            tasks.add(() -> {
                owner.post(queue(device) + "/reset").is(202);
                return List.of();
            });
            together(tasks).forEach(correlations::addAll);
        }
        assertThat(correlations).isNotEmpty().doesNotHaveDuplicates();
        client.provision();
        for (JsonNode command : owner.get(queue(device)).is(200).json().get("items")) {
            assertThat(command.get("status").stringValue()).isEqualTo("SUCCEEDED");
        }
        assertThat(owner.status(device)).isEqualTo("AWAITING");
    }

    private static List<String> fetched(DeviceClient client) {
        HttpResponse<byte[]> answer = client.fetchAnswer("");
        assertThat(answer.statusCode()).isIn(200, 204);
        return answer.statusCode() == 204
                ? List.of()
                : DeviceClient.decoded(answer.body()).stream()
                        .map(DeviceCommand::correlation)
                        .toList();
    }

    @Test
    void recordsOneOfManyEqualReports() {
        TestDevice device = owner.claimed();
        String key = owner.added(device, RequestSamples.KEY);
        DeviceClient client = service.deviceClient(device);
        byte[] report = DeviceMessages.encodeResponses(DeviceClient.successes(client.fetch()));
        List<Integer> statuses =
                together(times(8, () -> client.reportAnswer(report).statusCode()));
        assertThat(statuses).containsOnly(200);
        assertThat(owner.status(device, key)).isEqualTo("SUCCEEDED");
        assertThat(service.rows.value(
                        "SELECT count(*) FROM device_history WHERE device_uuid = ? AND kind = 'ANSWERED'",
                        device.uuid().value()))
                .isEqualTo("1");
    }

    @Test
    void addsARuleOnceWhateverFetchesChangesAndResetsMeet() {
        ApiClient team = service.newTeam();
        team.post(RuleSamples.RULES, RuleSamples.rule("r", "t", RequestSamples.KEY, RequestSamples.CONFIG))
                .is(201);
        for (int round = 0; round < 6; round++) {
            TestDevice device = team.claimed("t");
            DeviceClient client = service.deviceClient(device);
            boolean resets = round % 2 == 1;
            List<Callable<List<String>>> tasks = new ArrayList<>();
            // fewer than the deliveries after which a command is given up
            tasks.addAll(times(4, () -> fetched(client)));
            tasks.addAll(times(2, () -> {
                team.added(device, RequestSamples.PSK);
                return List.of();
            }));
            if (resets) {
                tasks.add(() -> {
                    team.post(queue(device) + "/reset").is(202);
                    return List.of();
                });
            }
            List<String> correlations = new ArrayList<>();
            together(tasks).forEach(correlations::addAll);
            assertThat(correlations).doesNotHaveDuplicates();
            client.provision();
            assertThat(team.get(queue(device)).is(200).json().get("items").size())
                    .isEqualTo(4);
            assertThat(team.status(device)).isEqualTo("PROVISIONED");
            assertThat(service.rows.value(
                            "SELECT count(*) FROM provisioning_command WHERE device_uuid = ? AND implicit",
                            device.uuid().value()))
                    .isEqualTo("1");
        }
    }
}
