package io.latebind.server.provisioning;

import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.CorrelationId;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.server.provisioning.StatusOracle.Event;
import io.latebind.server.provisioning.StatusOracle.Fact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** What must be true of a queue after each step, by the words of specification 2 and 3.1: shares nothing with the rules. */
final class QueueModel {
    private static final Set<CommandType> WRITES = Set.of(
            CommandType.SERVER_CERTIFICATE,
            CommandType.CLIENT_CERTIFICATE,
            CommandType.CLIENT_PRIVATE_KEY,
            CommandType.PRE_SHARED_KEY);
    private static final Set<CommandType> WITH_SECRET =
            Set.of(CommandType.CLIENT_PRIVATE_KEY, CommandType.PRE_SHARED_KEY);

    private StatusOracle oracle = new StatusOracle();
    /** Attempts that may still be answered, the newest last. */
    private final Map<CommandId, List<Integer>> attempts = new HashMap<>();

    private final Set<CommandId> clearing = new HashSet<>();
    private final Set<CommandId> bare = new HashSet<>();

    StatusOracle oracle() {
        return oracle;
    }

    Map<CommandId, Fact> facts() {
        return oracle.facts();
    }

    /** Those that a user sees, in order. */
    List<CommandId> listed() {
        return facts().keySet().stream()
                .filter(id -> !fact(id).deleted() && fact(id).by() != StatusOracle.By.SERVICE)
                .toList();
    }

    List<CommandId> open() {
        return facts().keySet().stream().filter(id -> status(id).open()).toList();
    }

    CommandStatus status(CommandId id) {
        return fact(id).status();
    }

    /** Those that a user or a rule put there: they count towards the limit. */
    List<CommandId> counted() {
        return listed().stream()
                .filter(id -> fact(id).by() != StatusOracle.By.CERTIFICATE)
                .toList();
    }

    /** Those whose keys wait for certificates, in order. */
    List<CommandId> awaiting() {
        return facts().keySet().stream().filter(id -> fact(id).awaiting()).toList();
    }

    void certified(CommandId key, CommandId certificate) {
        oracle.happened(new Event.Certified(key, certificate));
    }

    /** The signer refused: nothing is put back. */
    void refused(CommandId key) {
        oracle.happened(new Event.Failed(key, false));
    }

    boolean secretErased(CommandId id) {
        return bare.contains(id);
    }

    /** A command for a user to do something with; often one in this status. */
    Optional<CommandId> pick(Random dice, CommandStatus preferred) {
        List<CommandId> fitting =
                listed().stream().filter(id -> status(id) == preferred).toList();
        List<CommandId> from = dice.nextBoolean() && !fitting.isEmpty() ? fitting : listed();
        return from.isEmpty() ? Optional.empty() : Optional.of(from.get(dice.nextInt(from.size())));
    }

    void claimedAgain() {
        oracle = new StatusOracle();
        attempts.clear();
    }

    void added(CommandId id, CommandType type, StatusOracle.By by) {
        oracle.happened(new Event.Added(id, type, by));
    }

    /** Whether rules have added commands that are to end with an implicit {@code finished}, and there is none yet. */
    boolean lacksImplicit() {
        return StatusOracle.wantsImplicit(facts())
                && facts().values().stream()
                        .noneMatch(fact -> fact.by() == StatusOracle.By.SERVICE
                                && fact.status().open());
    }

    List<CommandId> ofRules() {
        return listed().stream()
                .filter(id -> fact(id).by() == StatusOracle.By.RULE)
                .toList();
    }

    /** Commands that a whole reset keeps. */
    List<CommandId> ofUsers() {
        return listed().stream()
                .filter(id -> fact(id).by() == StatusOracle.By.USER)
                .toList();
    }

    void delivered(Map<CommandId, Integer> delivered) {
        oracle.happened(new Event.Delivered(List.copyOf(delivered.keySet())));
        delivered.forEach((id, attempt) ->
                attempts.computeIfAbsent(id, _ -> new ArrayList<>()).add(attempt));
    }

    void headGivenUp(CommandId head) {
        oracle.happened(new Event.Failed(head, false));
    }

    void reset(CommandId id) {
        oracle.happened(new Event.Reset(id));
        attempts.remove(id);
        clearing.remove(id);
        List<CommandId> order = List.copyOf(facts().keySet());
        order.subList(order.indexOf(id), order.size()).stream()
                .filter(behind -> fact(behind).type() == CommandType.FINISHED)
                .forEach(attempts::remove);
    }

    void skipped(CommandId id) {
        oracle.happened(new Event.Skipped(id));
        attempts.remove(id);
        eraseSecret(id);
    }

    void deleted(CommandId id) {
        oracle.happened(new Event.Deleted(id));
    }

    void discarded() {
        oracle.happened(new Event.Discarded());
    }

    void wholeReset() {
        oracle.happened(new Event.WholeReset());
        attempts.clear();
        clearing.clear();
    }

    /**
     * @param signing the commands whose keys the service certifies
     * @param forged answers of the device that do not stand up to the checks
     */
    void reported(List<DeviceResponse> report, Set<CommandId> signing, Set<String> forged) {
        Set<CommandId> answered = new HashSet<>();
        List<CommandId> failed = new ArrayList<>();
        for (DeviceResponse response : report) {
            CorrelationId id = CorrelationId.parse(response.correlation()).orElseThrow();
            CommandId command = id.command();
            if (!facts().containsKey(command) || fact(command).deleted() || !accepts(command, id.attempt())) {
                continue;
            }
            if (response instanceof DeviceResponse.ErrorResponse error) {
                answered.add(command);
                failed.add(command);
                fail(command, error.cmeError());
            } else if (id.step() == 0) {
                answered.add(command);
                boolean signs = signing.contains(command);
                if (signs && response instanceof DeviceResponse.AtResponse at && forged.contains(at.message())) {
                    // a failure declared by the service puts nothing back
                    oracle.happened(new Event.Failed(command, true));
                } else {
                    oracle.happened(new Event.Succeeded(command, signs));
                    eraseSecret(command);
                }
            }
        }
        if (!failed.isEmpty()) {
            putBackBehind(failed, answered);
        }
    }

    private boolean accepts(CommandId id, int attempt) {
        List<Integer> valid = attempts.getOrDefault(id, List.of());
        if (status(id) != CommandStatus.IN_PROGRESS || !valid.contains(attempt)) {
            return false;
        }
        if (fact(id).type() != CommandType.FINISHED) {
            return valid.getLast() == attempt;
        }
        List<CommandId> order = List.copyOf(facts().keySet());
        return order.subList(0, order.indexOf(id)).stream()
                .allMatch(before -> !fact(before).awaiting()
                        && (status(before) == CommandStatus.SUCCEEDED || status(before) == CommandStatus.SKIPPED));
    }

    private void fail(CommandId id, long cmeError) {
        if (cmeError == 519 && WRITES.contains(fact(id).type()) && clearing.add(id)) {
            oracle.happened(new Event.PutBack(id));
        } else {
            oracle.happened(new Event.Failed(id, true));
        }
    }

    private void putBackBehind(List<CommandId> failed, Set<CommandId> answered) {
        List<CommandId> order = List.copyOf(facts().keySet());
        int first = failed.stream().mapToInt(order::indexOf).min().orElseThrow();
        order.stream()
                .skip(first)
                .filter(id -> status(id) == CommandStatus.IN_PROGRESS && !answered.contains(id))
                .forEach(id -> oracle.happened(new Event.PutBack(id)));
    }

    private void eraseSecret(CommandId id) {
        if (WITH_SECRET.contains(fact(id).type())) {
            bare.add(id);
        }
    }

    private Fact fact(CommandId id) {
        return oracle.fact(id);
    }
}
