package io.latebind.server.whole;

import io.latebind.server.TestDevice;
import java.util.ArrayList;
import java.util.List;

/** A claimed device, and its way to the service. */
record VisitingDevice(ApiClient owner, TestDevice device, DeviceTransport.Client client) implements AutoCloseable {
    static VisitingDevice by(DeviceTransport transport, RunningService service) {
        TestDevice device = service.owner.claimed();
        return new VisitingDevice(service.owner, device, transport.connect(service, device));
    }

    /** Queues so many settings, and gives their ids. */
    List<String> settings(int count) {
        List<String> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(owner.added(device, "{\"config\":{\"key" + i + "\":\"value\"}}"));
        }
        return added;
    }

    /** How many lines of this kind its history has. */
    long lines(String kind) {
        return HistoryLines.of(owner, device).lines().stream()
                .filter(line -> line.get("kind").asString().equals(kind))
                .count();
    }

    @Override
    public void close() {
        client.close();
    }
}
