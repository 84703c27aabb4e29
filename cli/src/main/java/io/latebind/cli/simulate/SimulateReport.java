package io.latebind.cli.simulate;

import io.latebind.simulator.client.LinkFault;
import io.latebind.simulator.fleet.DeviceResult;
import io.latebind.simulator.fleet.FleetSummary;
import io.latebind.simulator.fleet.SimulatedDevice;
import io.latebind.simulator.misbehaviour.Fault;
import io.latebind.simulator.misbehaviour.MisbehaviourLog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** @param misbehaviours what went wrong on purpose */
    void conclude(FleetSummary summary, List<MisbehaviourLog.Tally> misbehaviours) {
        RunReport.Outcomes outcomes = RunReport.outcomes(summary);
        long failed = outcomes.notDone();
        out.println();
        out.println("%d devices in %s: %d provisioned, %d awaiting commands, %d not done"
                .formatted(
                        summary.results().size(),
                        DurationOption.show(summary.elapsed()),
                        outcomes.provisioned(),
                        outcomes.awaiting(),
                        failed));
        if (summary.results().size() > 1 && failed < summary.results().size()) {
            out.println("Half of them were done within %s, 99 %% within %s"
                    .formatted(
                            DurationOption.show(summary.doneWithin(50)), DurationOption.show(summary.doneWithin(99))));
        }
        TrafficLines.of(summary).forEach(out::println);
        misbehaviours.forEach(tally -> out.println("Misbehaved: %s on %s"
                .formatted(
                        tally.times() > tally.devices() ? tally.name() + " " + tally.times() + " times" : tally.name(),
                        tally.devices() == 1 ? "1 device" : tally.devices() + " devices")));
        Map<String, DeviceResult> examples = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (DeviceResult failure : summary.failures()) {
            String kind = kindOf(failure);
            examples.putIfAbsent(kind, failure);
            counts.merge(kind, 1, Integer::sum);
        }
        examples.forEach((kind, example) -> explain(example, counts.getOrDefault(kind, 1)));
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

    /** What failures have in common that are of one kind. */
    static String kindOf(DeviceResult failure) {
        return failure.unclaimed()
                ? "unclaimed"
                : failure.fault()
                        .map(Enum::name)
                        .orElseGet(() -> failure.reason()
                                .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}\\S*", "")
                                .replaceAll("[0-9]+ (characters|bytes)", ""));
    }

    private static String claimLine(SimulatedDevice device) {
        return "curl -X POST \"$API_HOST/v1/claimed-devices\" -H \"Authorization: Bearer $API_KEY\""
                + " -H \"Content-Type: application/json\" -d '{\"claimToken\":\"" + device.attestationToken() + "\"}'";
    }
}
