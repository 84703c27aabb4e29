package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Queues in any state that the rules can bring them to, and buffers of any size. */
final class QueueArbitraries {
    private static final Arbitrary<Integer> TAGS = Arbitraries.integers().between(0, Integer.MAX_VALUE);
    private static final Arbitrary<String> PEM = texts(0, 2400);

    private QueueArbitraries() {}

    static Arbitrary<ProvisioningQueue> queues() {
        Arbitrary<Long> attempts = Arbitraries.oneOf(
                Arbitraries.longs().between(100, 1L << 32), Arbitraries.longs().between(0xffff0, 0xffffe));
        return Combinators.combine(commands().list().ofMaxSize(20), attempts).as(QueueArbitraries::queue);
    }

    /** Often so small that they matter, up to the largest. */
    static Arbitrary<DeviceBuffers> buffers() {
        Arbitrary<Integer> sizes = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.integers().between(64, 65535)),
                Tuple.of(3, Arbitraries.integers().between(64, 3000)));
        Arbitrary<Integer> limits = Arbitraries.integers().between(1, 64);
        return Combinators.combine(sizes, sizes, limits).as(DeviceBuffers::new);
    }

    private static ProvisioningQueue queue(List<Sketch> sketches, long attempts) {
        List<QueuedCommand> commands = new ArrayList<>();
        for (int i = 0; i < sketches.size(); i++) {
            commands.add(sketches.get(i).command(i + 1, attempts));
        }
        return new ProvisioningQueue(commands, new RunFacts(true, true, Optional.empty(), true), attempts);
    }

    /** What chance decides of a command; the rest follows from its place. */
    private record Sketch(CommandRequest request, CommandStatus status, int unanswered, boolean clearFirst) {
        QueuedCommand command(int place, long attempts) {
            boolean delivered = status != CommandStatus.PENDING && status != CommandStatus.SKIPPED;
            int count = delivered ? Math.max(1, unanswered) : unanswered;
            long newest = attempts - 64 + place;
            boolean terminal = status == CommandStatus.SUCCEEDED || status == CommandStatus.SKIPPED;
            return new QueuedCommand(
                    new CommandId(new UUID(0x0190L << 48, place)),
                    place,
                    request.type(),
                    terminal ? Optional.empty() : Optional.of(request),
                    false,
                    Optional.empty(),
                    status,
                    Optional.empty(),
                    delivered ? new Deliveries(count, count, newest, newest) : new Deliveries(count, count, 1, 0),
                    clearFirst && ReportRules.writes(request.type()),
                    Optional.empty(),
                    false,
                    List.of(),
                    "tester",
                    new CommandOrigin.User(),
                    QueueScript.NOW,
                    QueueScript.NOW);
        }
    }

    private static Arbitrary<Sketch> commands() {
        Arbitrary<CommandStatus> statuses = Arbitraries.frequency(
                Tuple.of(6, CommandStatus.PENDING),
                Tuple.of(3, CommandStatus.IN_PROGRESS),
                Tuple.of(1, CommandStatus.SUCCEEDED),
                Tuple.of(1, CommandStatus.SKIPPED));
        Arbitrary<Integer> unanswered = Arbitraries.frequency(
                Tuple.of(8, 0), Tuple.of(4, 1), Tuple.of(1, 2), Tuple.of(1, 4), Tuple.of(1, 5), Tuple.of(1, 7));
        return Combinators.combine(requests(), statuses, unanswered, Arbitraries.of(false, false, true))
                .as(Sketch::new);
    }

    private static Arbitrary<CommandRequest> requests() {
        Arbitrary<String> values = texts(1, 130).map(text -> text.replace(',', ';'));
        Arbitrary<String> attributes = Combinators.combine(Arbitraries.of("CN", "O", "emailAddress"), values)
                .as((type, value) -> type + "=" + value)
                .list()
                .ofMaxSize(2)
                .map(parts -> String.join(",", parts));
        Arbitrary<Map<String, String>> settings = Arbitraries.maps(
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(64),
                        Arbitraries.strings().withChars("aé€").ofMaxLength(60))
                .ofMinSize(1)
                .ofMaxSize(10);
        return Arbitraries.oneOf(
                TAGS.map(Requests::key),
                Combinators.combine(TAGS, attributes).as(Requests::csr),
                Combinators.combine(TAGS, attributes).as(Requests::signedCsr),
                TAGS.map(Requests::cloudKey),
                Combinators.combine(TAGS, PEM).as(Requests::serverCertificate),
                Combinators.combine(TAGS, PEM).as(Requests::clientCertificate),
                Combinators.combine(TAGS, PEM, texts(1, 128)).as(Requests::clientPrivateKey),
                Combinators.combine(TAGS, texts(1, 128), texts(2, 128)).as(Requests::psk),
                TAGS.map(Requests::endorsementKey),
                settings.map(CommandRequest.Config::new),
                Arbitraries.just(Requests.finished()));
    }

    /** Only its length matters: so it is one number to choose and to shrink, not thousands of characters. */
    private static Arbitrary<String> texts(int least, int most) {
        return Arbitraries.integers().between(least, most).map("x"::repeat);
    }
}
