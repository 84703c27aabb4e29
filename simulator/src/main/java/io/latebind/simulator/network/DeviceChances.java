package io.latebind.simulator.network;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.client.Interference;
import io.latebind.simulator.network.NetworkFaults.Chance;
import java.util.Optional;

/** What befalls one device itself, beside its datagrams. */
public final class DeviceChances implements Interference {
    private final NetworkFaults faults;
    private final Dice rebindings;
    private final Dice sessions;
    private final Dice power;

    public DeviceChances(NetworkFaults faults, DeviceUuid device) {
        this.faults = faults;
        this.rebindings = new Dice(device, "rebinding");
        this.sessions = new Dice(device, "session");
        this.power = new Dice(device, "power");
    }

    /** To be asked before each CoAP message. */
    public boolean rebinds() {
        return rebindings.hit(faults.chance(Chance.REBINDING));
    }

    /** To be asked before each report. */
    public boolean losesSession() {
        return sessions.hit(faults.chance(Chance.SESSION_LOSS));
    }

    @Override
    public Optional<Mishap> onCommand(String line) {
        return Optional.empty();
    }

    @Override
    public boolean losesPower(Moment moment) {
        return power.hit(faults.chance(Chance.POWER_CUT));
    }
}
