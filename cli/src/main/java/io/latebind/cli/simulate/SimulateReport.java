package io.latebind.cli.simulate;

import io.latebind.simulator.client.LinkFault;
import io.latebind.simulator.fleet.DeviceResult;
import io.latebind.simulator.fleet.Distribution;
import io.latebind.simulator.fleet.SimulatedDevice;
import io.latebind.simulator.misbehaviour.Fault;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What {@code simulate} says before and after: the devices and how to claim them, what came of them and the way out. */
final class SimulateReport {
    private static final int TOKENS_SHOWN = 20;

    private final PrintWriter out;
    private final List<SimulatedDevice> devices;
    private final TransportChoice target;

    SimulateReport(PrintWriter out, List<SimulatedDevice> devices, TransportChoice target) {
        this.out = out;
        this.devices = devices;
        this.target = target;
    }

    /** @param tokens the file that the attestation tokens were written to */
    void introduce(Optional<Path> tokens, Duration waitClaim) {
        if (devices.size() == 1) {
            SimulatedDevice only = devices.getFirst();
            out.println("Device " + only.uuid() + ", its attestation token:");
            out.println(only.attestationToken());
            out.println();
            out.println(
                    "Unless that is done already, claim it (API_HOST: http://localhost:8080, API_KEY: the content of"
                            + " <data-dir>/owner.key):");
            out.println(claimLine(only));
        } else if (tokens.isPresent()) {
            out.println(devices.size() + " devices, their attestation tokens are in " + tokens.get()
                    + ". Claim up to 1000:");
            out.println("curl -X POST \"$API_HOST/v1/claimed-devices\" -H \"Authorization: Bearer $API_KEY\""
                    + " -H \"Content-Type: text/csv\" --data-binary @" + tokens.get());
        } else if (devices.size() <= TOKENS_SHOWN) {
            out.println(devices.size() + " devices, their attestation tokens:");
            devices.forEach(device -> out.println(device.attestationToken()));
        } else {
            out.println(devices.size() + " devices; --tokens FILE writes their attestation tokens.");
        }
        out.println("Devices that are not claimed yet ask again for " + DurationOption.show(waitClaim) + ".");
        out.println();
        out.flush();
    }

    void conclude(RunReport run) {
        RunReport.Outcomes outcomes = run.outcomes();
        int all = run.summary().results().size();
        out.println();
        out.println("%d devices in %s: %d provisioned, %d awaiting commands, %d not done"
                .formatted(
                        all,
                        DurationOption.show(run.summary().elapsed()),
                        outcomes.provisioned(),
                        outcomes.awaiting(),
                        outcomes.notDone()));
        Distribution done = run.millisToDone();
        if (all > 1 && done.count() > 0) {
            out.println("Half of them were done within %s, 99 %% within %s"
                    .formatted(DurationOption.showMillis(done.p50()), DurationOption.showMillis(done.p99())));
        }
        TrafficLines.of(run).forEach(out::println);
        run.misbehaviours()
                .forEach(tally -> out.println("Misbehaved: %s on %s"
                        .formatted(
                                tally.times() > tally.devices()
                                        ? tally.name() + " " + tally.times() + " times"
                                        : tally.name(),
                                tally.devices() == 1 ? "1 device" : tally.devices() + " devices")));
        run.failures().forEach(failure -> explain(failure.example(), failure.devices()));
        out.flush();
    }

    private void explain(DeviceResult failure, int sameKind) {
        String others = sameKind > 1 ? " (and " + (sameKind - 1) + " more like it)" : "";
        out.println();
        out.println(failure.device() + others + ": " + failure.reason());
        List<String> told = faultsOf(failure);
        if (!told.isEmpty()) {
            out.println("  It was told to misbehave: " + String.join(", ", told));
        }
        out.println("  " + wayOut(failure));
    }

    private List<String> faultsOf(DeviceResult failure) {
        return devices.stream()
                .filter(device -> device.uuid().equals(failure.device()))
                .flatMap(device -> device.misconduct().faults().stream())
                .map(Fault::name)
                .toList();
    }

    private String wayOut(DeviceResult failure) {
        if (failure.unclaimed()) {
            return "Claim it, and start again with the same --identity or --seed: "
                    + devices.stream()
                            .filter(device -> device.uuid().equals(failure.device()))
                            .map(SimulateReport::claimLine)
                            .findFirst()
                            .orElse("");
        }
        return failure.fault()
                .map(this::wayOut)
                .orElseGet(() -> failure.reason().startsWith("command ")
                        ? "See GET /v1/claimed-devices/" + failure.device()
                                + "/provisioning; change or skip the command, or"
                                + " reset it, and start again with the same --identity or --seed."
                        : "See GET /v1/claimed-devices/" + failure.device() + " and the log of the service.");
    }

    private String wayOut(LinkFault fault) {
        String service = target.addresses();
        return switch (fault) {
            case CONNECTION_REFUSED -> "Is the service running, with its device port at " + service + "?";
            case UNKNOWN_HOST -> "Is the host name in " + service + " right?";
            case TIMED_OUT, CONNECTION_LOST -> "Look at the log of the service; is " + service + " its device port?";
            case UNTRUSTED_CERTIFICATE ->
                "The server's certificate is not signed by " + target.ca
                        + ": give the service's <data-dir>/tls/ca.pem.";
            case WRONG_HOST_NAME ->
                "Use a name that is in the certificate, or start the service with --public-host "
                        + target.deviceUrl.getHost() + ".";
            case TLS_FAILED, NOT_HTTP ->
                "Is " + service + " the device port of the service (8443 for HTTPS, 5684 for CoAP by default)?";
        };
    }

    private static String claimLine(SimulatedDevice device) {
        return "curl -X POST \"$API_HOST/v1/claimed-devices\" -H \"Authorization: Bearer $API_KEY\""
                + " -H \"Content-Type: application/json\" -d '{\"claimToken\":\"" + device.attestationToken() + "\"}'";
    }
}
