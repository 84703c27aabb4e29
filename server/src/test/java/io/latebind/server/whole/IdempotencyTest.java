package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.DEVICES;
import static io.latebind.server.whole.ApiClient.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A creating request with an Idempotency-Key is carried out once, whatever becomes of the connection, the service or the database. */
@ExtendWith(SharedService.class)
class IdempotencyTest {
    private static final Optional<String> MEMBER = Optional.of("{\"name\":\"once\",\"role\":\"viewer\"}");

    private final RunningService service;
    private final ApiClient owner;

    IdempotencyTest(RunningService service) {
        this.service = service;
        owner = service.newTeam();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private long members() {
        return owner.get("/v1/members").is(200).json().get("total").longValue();
    }

    private static boolean replayed(Answer answer) {
        return answer.headers().firstValue("Idempotency-Replayed").isPresent();
    }

    @Test
    void createsOnceAndGivesTheSameAnswerAgain() {
        long before = members();
        String key = key();
        Answer first = owner.postOnce("/v1/members", MEMBER, key).is(201);
        assertThat(replayed(first)).isFalse();
        Answer second = owner.postOnce("/v1/members", MEMBER, key).is(201);
        assertThat(replayed(second)).isTrue();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Content-Type"))
                .isEqualTo(first.headers().firstValue("Content-Type"));
        assertThat(second.headers().firstValue("X-Request-Id"))
                .isNotEqualTo(first.headers().firstValue("X-Request-Id"));
        assertThat(owner.postOnce("/v1/members", MEMBER, "\"" + key + "\"")
                        .is(201)
                        .body())
                .as("quotes around it mean the same key")
                .isEqualTo(first.body());
        assertThat(members()).isEqualTo(before + 1);
        owner.postOnce("/v1/members", MEMBER, key()).is(201);
        assertThat(members()).isEqualTo(before + 2);
    }

    @Test
    void gaveTheAnswerOfTheTimeEvenWhenTheThingHasChangedSince() {
        TestDevice device = TestDevice.create();
        String body = "{\"claimToken\":\"" + device.attestationToken() + "\"}";
        String key = key();
        Answer first = owner.postOnce(DEVICES, Optional.of(body), key).is(201);
        owner.delete(ApiClient.device(device)).is(204);
        assertThat(owner.postOnce(DEVICES, Optional.of(body), key).is(201).body())
                .isEqualTo(first.body());
        owner.get(ApiClient.device(device)).isProblem(40400);
    }

    @Test
    void refusesTheKeyOfAnotherRequest() {
        String key = key();
        owner.postOnce("/v1/members", MEMBER, key).is(201);
        for (String other : List.of("{\"name\":\"other\",\"role\":\"viewer\"}", MEMBER.get() + " ")) {
            assertThat(owner.postOnce("/v1/members", Optional.of(other), key)
                            .isProblem(40906)
                            .message())
                    .contains("another request");
        }
        owner.postOnce("/v1/members?x=1", MEMBER, key).isProblem(40906);
        owner.postOnce("/v1/api-keys", Optional.of("{\"name\":\"x\"}"), key).isProblem(40906);
    }

    @Test
    void keepsKeysOfDifferentMembersApart() {
        ApiClient colleague = service.newMember(owner, "admin");
        String key = key();
        Answer mine = owner.postOnce("/v1/members", MEMBER, key).is(201);
        Answer theirs = colleague.postOnce("/v1/members", MEMBER, key).is(201);
        assertThat(replayed(theirs)).isFalse();
        assertThat(theirs.id()).isNotEqualTo(mine.id());
    }

    @Test
    void tellsAMembersWeakerKeyNothingOfWhatAStrongerOneMade() {
        Optional<String> wanted = Optional.of("{\"name\":\"strong\"}");
        String key = key();
        owner.postOnce("/v1/api-keys", wanted, key).is(201);
        ApiClient weaker = service.sameMember(owner, "editor");
        weaker.postOnce("/v1/api-keys", wanted, key).isProblem(40906);
    }

    @Test
    void givesRefusalsAgainTooButCarriesOutWhatFailedForAWhile() {
        TestDevice device = owner.claimed();
        for (int i = 0; i < 20; i++) {
            owner.added(device, RequestSamples.FINISHED);
        }
        Optional<String> more = Optional.of("{\"request\":" + RequestSamples.FINISHED + "}");
        String key = key();
        owner.postOnce(queue(device), more, key).isProblem(40000);
        Answer again = owner.postOnce(queue(device), more, key).isProblem(40000);
        assertThat(replayed(again)).isTrue();
        assertThat(again.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "with space", "a, b"})
    void refusesWhatIsNoKey(String key) {
        long before = members();
        assertThat(owner.postOnce("/v1/members", MEMBER, key).isProblem(40008).message())
                .contains("Idempotency-Key", "UUID");
        owner.postOnce("/v1/members", MEMBER, "x".repeat(256)).isProblem(40008);
        assertThat(members()).isEqualTo(before);
    }

    @Test
    void createsOnceWhenManySendTheSameAtOnce() throws ExecutionException, InterruptedException {
        long before = members();
        String key = key();
        Set<String> made = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(threads.submit(() -> untilDone(key)));
            }
            for (Future<Answer> answer : answers) {
                made.add(answer.get().is(201).id());
            }
        }
        assertThat(made).hasSize(1);
        assertThat(members()).isEqualTo(before + 1);
    }

    private Answer untilDone(String key) {
        Answer answer = owner.postOnce("/v1/members", MEMBER, key);
        while (answer.status() == 409) {
            answer.isProblem(40907);
            assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isEqualTo(1);
            answer = owner.postOnce("/v1/members", MEMBER, key);
        }
        return answer;
    }

    /** The database's session of the first request dies in the middle of it: as if the service or the machine had. */
    @Test
    void carriesOutAnewWhatDiedOnTheWay() throws Exception {
        long before = members();
        String key = key();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection other = service.database.dataSource().getConnection();
                Statement sql = other.createStatement()) {
            other.setAutoCommit(false);
            sql.execute("LOCK TABLE audit_event IN EXCLUSIVE MODE");
            Future<Answer> dying = threads.submit(() -> owner.postOnce("/v1/members", MEMBER, key));
            long backend = waiting(sql);
            assertThat(owner.postOnce("/v1/members", MEMBER, key)
                            .isProblem(40907)
                            .message())
                    .contains("just now");
            sql.execute("SELECT pg_terminate_backend(" + backend + ")");
            dying.get().isProblem(50302);
            other.rollback();
        }
        assertThat(members()).isEqualTo(before);
        Answer made = untilDone(key).is(201);
        assertThat(replayed(made)).isFalse();
        assertThat(replayed(untilDone(key))).isTrue();
        assertThat(members()).isEqualTo(before + 1);
        assertThat(owner.get("/v1/audit-events?subject=" + made.id())
                        .json()
                        .get("total")
                        .intValue())
                .isEqualTo(1);
    }

    private static long waiting(Statement sql) throws SQLException {
        while (true) {
            try (ResultSet row = sql.executeQuery("SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'relation'"
                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")) {
                if (row.next()) {
                    return row.getLong(1);
                }
            }
        }
    }

    @Test
    void keepsNothingThatCanBeRead() {
        String key = key();
        Answer made = owner.postOnce("/v1/api-keys", Optional.of("{\"name\":\"robot\"}"), key)
                .is(201);
        assertThat(owner.postOnce("/v1/api-keys", Optional.of("{\"name\":\"robot\"}"), key)
                        .text("/key"))
                .isEqualTo(made.text("/key"));
        String stored = service.rows.value("SELECT encode(answer, 'escape') FROM idempotency_key WHERE key = ?", key);
        assertThat(stored).doesNotContain(made.text("/key"), "robot");
        assertThat(service.rows.value(
                        "SELECT position(? in encode(answer, 'escape')) FROM idempotency_key WHERE key = ?",
                        "status",
                        key))
                .isEqualTo("0");
    }

    @Test
    void forgetsAfterADay() {
        long before = members();
        String key = key();
        owner.postOnce("/v1/members", MEMBER, key).is(201);
        service.database.execute(
                "UPDATE idempotency_key SET created_at = created_at - interval '24 hours' WHERE key = '" + key + "'");
        assertThat(replayed(owner.postOnce("/v1/members", MEMBER, key).is(201))).isFalse();
        assertThat(members()).isEqualTo(before + 2);
        assertThat(replayed(owner.postOnce("/v1/members", MEMBER, key).is(201))).isTrue();
    }

    /** A gate: every POST that may create documents the header, and does what is written there. */
    @Test
    void holdsForEveryRouteThatCreates() {
        List<String> creating = RoleTable.creating();
        assertThat(creating).hasSizeGreaterThan(5);
        assertThat(RoleTable.creating("#/components/parameters/IdempotencyKey"))
                .as("every POST that answers 201 or 202 must list { $ref: '#/components/parameters/IdempotencyKey' }")
                .containsAll(creating);
        for (String route : creating) {
            String template = route.substring("POST ".length());
            TestDevice device = service.owner.claimed();
            String path = template.replace("{uuid}", device.uuid().toString());
            if (path.contains("{cmdId}")) {
                path = path.replace("{cmdId}", service.owner.added(device, RequestSamples.KEY));
            }
            if (path.contains("{id}")) {
                path = RouteSamples.onThing(service, service.owner, template, path);
            }
            Optional<String> body = RouteSamples.body(route);
            String key = key();
            Answer first = service.owner.postOnce(path, body, key);
            Answer second = service.owner.postOnce(path, body, key);
            assertThat(replayed(second))
                    .as(route + " -> " + first.status() + " " + second.body())
                    .isTrue();
            assertThat(second.status()).as(route).isEqualTo(first.status());
            assertThat(second.body()).as(route).isEqualTo(first.body());
        }
    }
}
