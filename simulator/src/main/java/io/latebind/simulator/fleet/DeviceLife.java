package io.latebind.simulator.fleet;

import io.latebind.simulator.client.DeviceConnection;
import io.latebind.simulator.client.LinkFault;
import io.latebind.simulator.client.ProvisioningClient;
import io.latebind.simulator.client.SessionEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One device from its start to its end: sessions, sleep between them, back-off, patience. Runs on one thread. */
final class DeviceLife {
    /** Takes note of where a device is. */
    interface Watcher {
        void at(DeviceState state, Optional<String> problem);
    }

    /** What ends a life, before the time is known. */
    private record End(DeviceState state, boolean done, String reason, Optional<LinkFault> fault, boolean unclaimed) {
        static End done(DeviceState state) {
            return new End(state, true, "", Optional.empty(), false);
        }

        static End failed(String reason, Optional<LinkFault> fault) {
            return new End(DeviceState.FAILED, false, reason, fault, false);
        }
    }

    private static final String NOT_CLAIMED_OR_BAD =
            "the service answered 403: its JWT is dated or signed wrongly, or it is not claimed";

    private final SimulatedDevice device;
    private final FleetConfig config;
    private final DeviceConnection connection;
    private final Watcher watcher;
    private final Instant begin;
    private ProvisioningClient client;
    private DeviceState state = DeviceState.WAITING;
    private String lastWord = "it had not begun";
    private @Nullable Instant inTroubleSince;
    private @Nullable Instant unclaimedSince;
    private @Nullable Instant takenSince;
    private boolean finishedBeforeBoot;
    private Instant visitEnded;
    private int visits;
    private int faults;

    DeviceLife(SimulatedDevice device, FleetConfig config, Watcher watcher) {
        this.device = device;
        this.config = config;
        this.connection = config.transport().connect(device.uuid());
        this.client = device.boot(connection);
        this.watcher = watcher;
        this.begin = config.clock().instant();
        this.visitEnded = begin;
    }

    /** @param arrival how long the device stays away at first */
    DeviceResult live(Duration arrival) {
        End end;
        try (connection) {
            config.pause().pause(arrival);
            end = sessions();
        } catch (InterruptedException stopped) {
            end = config.until() == Until.STOPPED
                    ? End.done(state)
                    : new End(
                            state,
                            false,
                            "stopped before it got there; last: " + lastWord,
                            Optional.empty(),
                            unclaimedSince != null);
        }
        watcher.at(end.state(), end.done() ? Optional.empty() : Optional.of(end.reason()));
        Instant now = config.clock().instant();
        return new DeviceResult(
                device.uuid(),
                end.state(),
                end.done(),
                end.reason(),
                end.fault(),
                end.unclaimed(),
                Duration.between(begin, now),
                Optional.ofNullable(takenSince).map(taken -> Duration.between(taken, visitEnded)),
                visits,
                connection.traffic());
    }

    private End sessions() throws InterruptedException {
        while (true) {
            if (state != DeviceState.WAITING || unclaimedSince == null) {
                move(DeviceState.WORKING, "talks to the service", Optional.empty());
            }
            visits++;
            takenSince = since(takenSince);
            SessionEnd end = client.session(config.pause(), config.rhythm().roundPause());
            visitEnded = config.clock().instant();
            if (!(end instanceof SessionEnd.PowerLost)) {
                connection.visitEnds();
            }
            Optional<End> over = judge(end);
            if (over.isPresent() && config.until() != Until.STOPPED) {
                return over.get();
            }
            config.pause().pause(pauseAfter(end));
        }
    }

    private Duration pauseAfter(SessionEnd end) {
        return switch (end) {
            case SessionEnd.TryLater _ -> backOff();
            case SessionEnd.PowerLost _ -> config.rhythm().roundPause();
            case SessionEnd.Finished _,
                    SessionEnd.NothingLeft _,
                    SessionEnd.NotClaimed _,
                    SessionEnd.GaveUp _,
                    SessionEnd.Rejected _,
                    SessionEnd.Unreachable _ -> sleep();
        };
    }

    private Optional<End> judge(SessionEnd end) {
        if (!(end instanceof SessionEnd.TryLater)) {
            inTroubleSince = null;
            faults = 0;
        }
        if (!(end instanceof SessionEnd.NotClaimed || end instanceof SessionEnd.TryLater)) {
            unclaimedSince = null;
        }
        return switch (end) {
            case SessionEnd.Finished finished -> {
                move(DeviceState.PROVISIONED, "finished was acknowledged", Optional.empty());
                yield Optional.of(End.done(DeviceState.PROVISIONED));
            }
            case SessionEnd.NothingLeft nothing -> nothingLeft();
            case SessionEnd.GaveUp gaveUp -> {
                move(DeviceState.AWAITING, gaveUp.reason(), Optional.of(gaveUp.reason()));
                yield Optional.empty();
            }
            case SessionEnd.PowerLost lost -> {
                finishedBeforeBoot = hasFinishedWithoutKnowing();
                connection.powerLost();
                client = device.boot(connection);
                move(DeviceState.WORKING, "it lost its power and boots", Optional.empty());
                yield Optional.empty();
            }
            case SessionEnd.NotClaimed notClaimed -> notClaimed();
            case SessionEnd.Rejected rejected -> {
                String reason = "the service answered " + rejected.status() + ", after which a device gives up";
                boolean goesOn = device.misconduct().spoilsReports();
                move(goesOn ? DeviceState.AWAITING : DeviceState.FAILED, reason, Optional.of(reason));
                yield goesOn ? Optional.empty() : Optional.of(End.failed(reason, Optional.empty()));
            }
            case SessionEnd.Unreachable unreachable -> {
                move(DeviceState.FAILED, unreachable.detail(), Optional.of(unreachable.detail()));
                yield Optional.of(End.failed(unreachable.detail(), Optional.of(unreachable.fault())));
            }
            case SessionEnd.TryLater later -> tryLater(later);
        };
    }

    private Optional<End> nothingLeft() {
        Optional<String> trouble = client.trouble();
        if (trouble.isPresent()) {
            move(DeviceState.FAILED, trouble.get(), trouble);
            return Optional.of(End.failed(trouble.get(), Optional.empty()));
        }
        if (hasFinishedWithoutKnowing()) {
            move(DeviceState.PROVISIONED, "finished was taken; the answer that says so was lost", Optional.empty());
            return Optional.of(End.done(DeviceState.PROVISIONED));
        }
        move(DeviceState.AWAITING, "the service has nothing for it and sent no finished", Optional.empty());
        return config.until() == Until.IDLE ? Optional.of(End.done(DeviceState.AWAITING)) : Optional.empty();
    }

    /** The service took a {@code finished} and would give it again if it had not; its answer never came. */
    private boolean hasFinishedWithoutKnowing() {
        return client.hasFinishedWithoutAnswer() || (finishedBeforeBoot && !client.hasBeenGivenCommands());
    }

    private Optional<End> notClaimed() {
        takenSince = null;
        unclaimedSince = since(unclaimedSince);
        boolean jwtMayBeBad = device.misconduct().spoilsJwts();
        move(DeviceState.WAITING, jwtMayBeBad ? NOT_CLAIMED_OR_BAD : "it is not claimed", Optional.empty());
        if (patienceLasts(unclaimedSince, config.patience().claim())) {
            return Optional.empty();
        }
        String reason = jwtMayBeBad ? NOT_CLAIMED_OR_BAD : "the service answered 403: not claimed";
        return Optional.of(new End(DeviceState.FAILED, false, reason, Optional.empty(), !jwtMayBeBad));
    }

    private Optional<End> tryLater(SessionEnd.TryLater later) {
        inTroubleSince = since(inTroubleSince);
        faults++;
        move(state, later.detail(), Optional.of(later.detail()));
        return patienceLasts(inTroubleSince, config.patience().link())
                ? Optional.empty()
                : Optional.of(End.failed(later.detail(), later.fault()));
    }

    private Instant since(@Nullable Instant known) {
        return known == null ? config.clock().instant() : known;
    }

    private boolean patienceLasts(Instant since, Duration patience) {
        return Duration.between(since, config.clock().instant()).compareTo(patience) < 0;
    }

    private void move(DeviceState next, String word, Optional<String> problem) {
        state = next;
        lastWord = word;
        watcher.at(next, problem);
    }

    private Duration sleep() {
        Duration interval = client.interval(config.rhythm().interval());
        Duration longest = config.rhythm().longestSleep();
        return spread(interval.compareTo(longest) > 0 ? longest : interval);
    }

    private Duration backOff() {
        Duration longest = config.rhythm().longestBackOff();
        Duration doubled = config.rhythm().firstBackOff().multipliedBy(1L << Math.min(faults - 1, 20));
        return spread(doubled.compareTo(longest) > 0 ? longest : doubled);
    }

    /** A quarter up or down, so that devices do not come in step. */
    private Duration spread(Duration duration) {
        return Duration.ofNanos(
                (long) (duration.toNanos() * (0.75 + device.spread().nextDouble() / 2)));
    }
}
