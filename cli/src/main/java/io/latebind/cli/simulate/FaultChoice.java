package io.latebind.cli.simulate;

import io.latebind.simulator.fleet.SimulatedDevice;
import io.latebind.simulator.misbehaviour.Fault;
import io.latebind.simulator.misbehaviour.FaultText;
import io.latebind.simulator.misbehaviour.MisbehaviourLog;
import io.latebind.simulator.network.DeviceChances;
import io.latebind.simulator.network.NetworkFaultText;
import io.latebind.simulator.network.NetworkFaults;
import io.latebind.simulator.network.NetworkFaults.Chance;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What goes wrong on purpose: on the devices, and between them and the service. */
final class FaultChoice {
    @Option(
            names = "--faults",
            paramLabel = "FAULTS",
            converter = NetworkOption.class,
            description = {
                "A bad network, and accidents. Several stand behind each other with commas; chances are for each time:",
                "  loss=SHARE%%, dup=SHARE%%, reorder=SHARE%%  a datagram, in either direction, is lost, doubled, overtaken",
                "  delay=TIME..TIME  how long a datagram takes",
                "  rebind=SHARE%%  the device's address changes before a CoAP message, as behind a NAT",
                "  session-loss=SHARE%%  a device forgets its DTLS session before a report",
                "  power-cut=SHARE%%  at each of four moments of a visit: before the fetch, the execution, the report, and behind it",
                "All but power-cut are for CoAP. The same --seed gives a device the same faults. Example: --faults"
                        + " loss=5%%,dup=2%%,reorder=1%%,delay=50ms..400ms,rebind=20%%,session-loss=5%%,power-cut=2%%"
            })
    private NetworkFaults network = NetworkFaults.NONE;

    @Option(
            names = "--misbehave",
            paramLabel = "FAULT",
            split = ",",
            converter = DeviceOption.class,
            description = {
                "Devices do not do as they should. A fault is KIND[=VALUE][@COMMAND][*TIMES][:SHARE%%]; several stand behind each"
                        + " other with commas. KIND is one of",
                "  lost-report  executed, the report never arrives",
                "  lost-answer  the report arrives, its answer does not",
                "  repeated-report, late-report  sent twice, or after the next fetch",
                "  malformed-report, oversized-report",
                "  power-cut  between execution and report",
                "  cme=ERROR  a command gets this CME error, and is not executed",
                "  silent  a command makes the device say nothing, as one that is longer than its AT buffer does",
                "  rx=BYTES, tx=BYTES, at=CHARACTERS, records=N  small buffers (usual: 1024, 2048, 1792, 10)",
                "  clock=+TIME, clock=-TIME  wrong clock, like clock=-90s or clock=+2h",
                "  foreign-key  signs its JWTs with another key than its attestation token",
                "  occupied  the modem answers 519 to a write where something is",
                "COMMAND (of cme, silent) is write, delete, keygen, tag-SECTAG or the number of an AT command; without it the first"
                        + " write or keygen. TIMES is how often, a number or always (1). SHARE is how many of the devices (100%%);"
                        + " the same seed strikes the same devices. Example: --misbehave lost-report:10%%,cme=527@keygen*always:5%%"
            })
    private List<Fault> ofDevices = List.of();

    NetworkFaults network() {
        return network;
    }

    /** What does not go together, in words for a person. */
    Optional<String> contradiction(TransportChoice.Kind transport) {
        boolean powerAlone =
                network.equals(NetworkFaults.NONE.with(Chance.POWER_CUT, network.chance(Chance.POWER_CUT)));
        return transport == TransportChoice.Kind.HTTPS && !powerAlone && !network.equals(NetworkFaults.NONE)
                ? Optional.of("--faults " + NetworkFaultText.of(network)
                        + " befalls datagrams and DTLS sessions: use CoAP, --device-url coaps://HOST:5684 or --transport"
                        + " mixed; power-cut alone goes with HTTPS too")
                : Optional.empty();
    }

    /** The same devices with all that is to befall them. */
    List<SimulatedDevice> befalling(List<SimulatedDevice> devices, MisbehaviourLog log) {
        return devices.stream()
                .map(device ->
                        device.misbehaving(ofDevices, log).withAccidents(new DeviceChances(network, device.uuid())))
                .toList();
    }

    /** A fault as the simulator reads it. */
    private static final class DeviceOption implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String text) {
            try {
                return FaultText.parse(text);
            } catch (IllegalArgumentException refused) {
                throw new TypeConversionException(refused.getMessage());
            }
        }
    }

    /** Faults of the network as the simulator reads them. */
    private static final class NetworkOption implements ITypeConverter<NetworkFaults> {
        @Override
        public NetworkFaults convert(String text) {
            try {
                return NetworkFaultText.parse(text);
            } catch (IllegalArgumentException refused) {
                throw new TypeConversionException(refused.getMessage());
            }
        }
    }
}
