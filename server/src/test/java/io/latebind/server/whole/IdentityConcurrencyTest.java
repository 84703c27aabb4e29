package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** The registry changes while devices visit and people claim: whoever wins a race, no key that the registry does not name is believed after it. */
@ExtendWith(SharedService.class)
class IdentityConcurrencyTest {
    private static final String IDENTITIES = "/v1/identities";

    private final RunningService service;
    private final ApiClient owner;

    IdentityConcurrencyTest(RunningService service) {
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

    private static String entries(List<TestDevice> devices) {
        return devices.stream().map(RouteSamples::identity).collect(Collectors.joining(",", "{\"identities\":[", "]}"));
    }

    private int visit(TestDevice device) {
        return service.deviceClient(device).fetchAnswer("").statusCode();
    }

    private String pin(TestDevice device) {
        return service.rows.value(
                "SELECT coalesce(encode(pinned_key, 'hex'), '') FROM device WHERE uuid = ?",
                device.uuid().value());
    }

    private static List<TestDevice> genuine(List<TestDevice> impostors) {
        return impostors.stream().map(each -> TestDevice.withUuid(each.uuid())).toList();
    }

    @RepeatedTest(3)
    void importWhileImpostorsVisit() {
        List<TestDevice> impostors =
                Stream.generate(() -> owner.claimed()).limit(8).toList();
        impostors.forEach(each -> owner.added(each, RequestSamples.KEY));
        List<TestDevice> genuine = genuine(impostors);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (TestDevice each : impostors) {
            tasks.add(() -> visit(each));
            tasks.add(() -> visit(each));
        }
        tasks.add(() -> owner.post(IDENTITIES, entries(genuine)).status());
        assertThat(together(tasks)).isSubsetOf(200, 204, 403);
        for (TestDevice each : impostors) {
            assertThat(visit(each)).isEqualTo(403);
            assertThat(owner.status(each)).isEqualTo("BLOCKED");
            assertThat(pin(each)).isEmpty();
        }
    }

    @RepeatedTest(3)
    void importWhileTheGenuineDevicesVisit() {
        List<TestDevice> devices =
                Stream.generate(() -> owner.claimed()).limit(8).toList();
        devices.forEach(each -> owner.added(each, RequestSamples.KEY));
        List<Callable<Integer>> tasks = new ArrayList<>();
        devices.forEach(each -> tasks.add(() -> visit(each)));
        tasks.add(() -> owner.post(IDENTITIES, entries(devices)).status());
        devices.forEach(each -> tasks.add(() -> visit(each)));
        assertThat(together(tasks)).containsOnly(200);
        for (TestDevice each : devices) {
            assertThat(owner.status(each)).isEqualTo("PROVISIONING");
            assertThat(pin(each)).isNotEmpty();
        }
    }

    @RepeatedTest(3)
    void importWhileSomebodyClaimsWithMadeUpTokens() {
        List<TestDevice> impostors =
                Stream.generate(TestDevice::create).limit(8).toList();
        List<TestDevice> genuine = genuine(impostors);
        List<Callable<Integer>> tasks = new ArrayList<>();
        impostors.forEach(each -> tasks.add(() -> service.otherTeam.claim(each).status()));
        tasks.add(4, () -> owner.post(IDENTITIES, entries(genuine)).status());
        assertThat(together(tasks)).isSubsetOf(200, 201, 403);
        for (int i = 0; i < impostors.size(); i++) {
            assertThat(visit(impostors.get(i))).isEqualTo(403);
            // a token that the registered key did not sign gives its team nothing, not even the genuine device
            assertThat(visit(genuine.get(i))).isEqualTo(403);
        }
    }

    @RepeatedTest(3)
    void importsThatContradictEachOther() {
        List<TestDevice> claimed = Stream.of(owner, service.otherTeam, owner, service.otherTeam)
                .map(team -> team.claimed())
                .toList();
        List<TestDevice> others = genuine(claimed);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tasks.add(() -> owner.post(IDENTITIES, entries(claimed.reversed())).status());
            tasks.add(() -> owner.post(IDENTITIES, entries(others)).status());
            TestDevice each = claimed.get(i);
            tasks.add(
                    () -> owner.delete(IDENTITIES + "/" + each.uuid() + "/pin").status());
            tasks.add(() -> visit(each));
        }
        assertThat(together(tasks)).isSubsetOf(200, 204, 403, 404);
        for (TestDevice each : claimed) {
            String registered = owner.get(IDENTITIES + "/" + each.uuid()).text("/kid");
            boolean own = registered.equals(each.publicKey().kid());
            // the claim may be blocked by the import that came first: then its own key is believed and gets nothing
            assertThat(visit(each)).isEqualTo(own ? 204 : 403);
        }
    }
}
