package io.latebind.simulator.network;

import io.latebind.contract.device.DeviceUuid;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Throws for one device and one purpose: the n-th throw is the same in each run. */
final class Dice {
    /** Not the step of {@link SplittableRandom} itself, with which one throw would begin where the one before goes on. */
    private static final long STEP = 0xD1342543DE82EF95L;

    private final long seed;
    private final AtomicLong thrown = new AtomicLong();

    /** @param purpose each has a sequence of its own */
    Dice(DeviceUuid device, String purpose) {
        this.seed = new SplittableRandom(device.value().getMostSignificantBits()
                                ^ Long.rotateLeft(device.value().getLeastSignificantBits(), 1))
                        .nextLong()
                ^ new SplittableRandom(purpose.hashCode()).nextLong();
    }

    /** The randomness of the next throw; each takes from it as much as it needs. */
    SplittableRandom next() {
        return new SplittableRandom(seed + thrown.getAndIncrement() * STEP);
    }

    boolean hit(double chance) {
        return next().nextDouble() < chance;
    }
}
