package io.latebind.acceptance.crash;

import io.latebind.acceptance.process.Rest;
import io.latebind.acceptance.process.Rest.Answer;
import io.latebind.contract.token.AttestationToken;
import io.latebind.contract.token.Parsed;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A user who claims devices and fills their queues, whatever happens to the service, and remembers what was answered. One thread. */
final class QueueWriter {
    /** One place of the queue's 20 is kept for the last {@code finished}, some for POSTs without an answer. */
    private static final int MOST_COMMANDS = 14;

    private static final int MOST_UNANSWERED = 5;

    /** And above: apart from those that other commands write keys into. */
    private static final int CLOUD_SEC_TAG = 100;

    private static final long DOWN_PAUSE_NANOS = 300_000_000;

    private final Rest rest;
    private final String rootPem;
    private final Random random;
    private final AtomicInteger answered;
    private final Predicate<String> certified;
    private final Map<String, Notes> devices = new LinkedHashMap<>();

    /**
     * @param answered counts the commands that were taken in
     * @param certified devices, by UUID, whose modems make keys that a certificate can be issued for
     */
    QueueWriter(
            Rest rest,
            String rootPem,
            long seed,
            List<String> attestationTokens,
            AtomicInteger answered,
            Predicate<String> certified) {
        this.answered = answered;
        this.certified = certified;
        this.rest = rest;
        this.rootPem = rootPem;
        this.random = new Random(seed);
        attestationTokens.forEach(token -> devices.put(uuidIn(token), new Notes(token)));
    }

    private static final class Notes {
        private final String token;
        private final List<String> acknowledged = new ArrayList<>();
        private final Set<String> finished = new HashSet<>();
        private final Set<String> reset = new HashSet<>();
        private final Set<String> skipped = new HashSet<>();
        private boolean claimed;
        private int unanswered;

        private Notes(String token) {
            this.token = token;
        }
    }

    static String uuidIn(String attestationToken) {
        return switch (AttestationToken.parse(attestationToken)) {
            case Parsed.Valid<AttestationToken>(AttestationToken token) ->
                token.device().toString();
            case Parsed.Invalid<AttestationToken>(String reason) -> throw new AssertionError(reason);
        };
    }

    Set<String> uuids() {
        return devices.keySet();
    }

    UserActions actions(String uuid) {
        Notes notes = notes(uuid);
        return new UserActions(notes.acknowledged, notes.unanswered, notes.reset, notes.skipped);
    }

    /** One thing for each device, again and again until {@code over} says so. */
    void workUntil(BooleanSupplier over) {
        while (true) {
            for (String uuid : devices.keySet()) {
                if (over.getAsBoolean()) {
                    return;
                }
                act(uuid);
            }
        }
    }

    /** Claims what is not claimed yet, and puts a {@code finished} behind everything. Only for a service that stays. */
    void finish() {
        devices.forEach((uuid, notes) -> {
            if (!notes.claimed) {
                claim(notes);
            }
            post(uuid, notes, "finished");
        });
    }

    private void act(String uuid) {
        Notes notes = notes(uuid);
        int dice = random.nextInt(12);
        if (!notes.claimed) {
            claim(notes);
        } else if (dice == 0 && !notes.acknowledged.isEmpty()) {
            change(uuid, any(notes), "reset", notes.reset);
        } else if (dice == 1 && !notes.acknowledged.isEmpty()) {
            String command = any(notes);
            if (!notes.finished.contains(command)) {
                change(uuid, command, "skip", notes.skipped);
            }
        } else if (notes.acknowledged.size() < MOST_COMMANDS && notes.unanswered < MOST_UNANSWERED) {
            post(uuid, notes, dice == 2 ? "finished" : "");
        } else if (!notes.acknowledged.isEmpty()) {
            change(uuid, any(notes), "reset", notes.reset);
        }
    }

    private String any(Notes notes) {
        return notes.acknowledged.get(random.nextInt(notes.acknowledged.size()));
    }

    private void claim(Notes notes) {
        String body = JsonMapper.shared()
                .createObjectNode()
                .put("claimToken", notes.token)
                .toString();
        // 409: an earlier claim without an answer was taken
        notes.claimed =
                called(() -> rest.post("/v1/claimed-devices", body), 201, 409).isPresent();
    }

    private void post(String uuid, Notes notes, String type) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        ObjectNode request = body.putObject("request");
        if (type.equals("finished")) {
            request.putObject("finished");
        } else {
            anyRequest(request, uuid, notes.acknowledged.size());
        }
        Optional<Answer> answer =
                called(() -> rest.post("/v1/claimed-devices/" + uuid + "/provisioning", body.toString()), 201);
        if (answer.isEmpty()) {
            notes.unanswered++;
            return;
        }
        answered.incrementAndGet();
        String id = answer.get().json().path("id").asString();
        notes.acknowledged.add(id);
        if (type.equals("finished")) {
            notes.finished.add(id);
        }
    }

    private void anyRequest(ObjectNode request, String uuid, int number) {
        int secTag = 1 + random.nextInt(4);
        switch (random.nextInt(certified.test(uuid) ? 8 : 6)) {
            case 6, 7 -> request.putObject("cloudAccessKeyGeneration").put("secTag", CLOUD_SEC_TAG + number);
            case 0, 1 -> request.putObject("clientPrivateKeyGeneration").put("secTag", secTag);
            case 2 ->
                request.putObject("certificateSigningRequest")
                        .put("secTag", secTag)
                        .put("attributes", "O=Latebind,CN=" + uuid)
                        .put("keyUsage", "101010000");
            case 3 ->
                request.putObject("serverCertificate").put("secTag", secTag).put("content", rootPem);
            case 4 ->
                request.putObject("preSharedKey")
                        .put("secTag", secTag)
                        .put("identity", "psk_" + number)
                        .put("secret", "1946017E17C20001");
            default -> request.putObject("config").put("number", Integer.toString(number));
        }
    }

    /** Whatever is answered, it may have been done; 409 says that the status does not allow it. */
    private void change(String uuid, String command, String what, Set<String> done) {
        done.add(command);
        called(() -> rest.post("/v1/claimed-devices/" + uuid + "/provisioning/" + command + "/" + what), 200, 409);
    }

    /** Empty when nobody knows what came of the call. */
    private Optional<Answer> called(Supplier<Answer> call, Integer... expected) {
        Answer answer;
        try {
            answer = sent(call);
        } catch (UncheckedIOException noAnswer) {
            return Optional.empty();
        }
        if (answer.status() >= 500) {
            return Optional.empty();
        }
        if (!List.of(expected).contains(answer.status())) {
            throw new AssertionError("answered " + answer.status() + ": " + answer.body());
        }
        return Optional.of(answer);
    }

    /** What nobody heard is said again: it is no call without an answer. */
    private static Answer sent(Supplier<Answer> call) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                return call.get();
            } catch (Rest.NotSent serviceIsDown) {
                LockSupport.parkNanos(DOWN_PAUSE_NANOS);
            }
        }
        throw new AssertionError("interrupted");
    }

    private Notes notes(String uuid) {
        Notes notes = devices.get(uuid);
        if (notes == null) {
            throw new AssertionError("no device " + uuid);
        }
        return notes;
    }
}
