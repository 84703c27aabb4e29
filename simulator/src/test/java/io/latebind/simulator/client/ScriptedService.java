package io.latebind.simulator.client;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A service whose every answer a test names; what it runs out of is 204 for a fetch and 200 for a report. A report that is none gets 400. */
public final class ScriptedService implements DeviceConnection {
    private final Deque<DeviceAnswer> fetches = new ArrayDeque<>();
    private final Deque<DeviceAnswer> reports = new ArrayDeque<>();
    private final List<FetchQuery> queries = new ArrayList<>();
    private final List<List<DeviceResponse>> received = new ArrayList<>();
    private final List<byte[]> unreadable = new ArrayList<>();
    private final List<String> jwts = new ArrayList<>();

    public ScriptedService gives(DeviceCommand... batch) {
        return answersFetch(new DeviceAnswer.Ok(DeviceMessages.encodeCommands(List.of(batch))));
    }

    public ScriptedService answersFetch(DeviceAnswer answer) {
        fetches.add(answer);
        return this;
    }

    public ScriptedService answersReport(DeviceAnswer answer) {
        reports.add(answer);
        return this;
    }

    @Override
    public synchronized DeviceAnswer fetch(FetchQuery query, String jwt) {
        queries.add(query);
        jwts.add(jwt);
        return fetches.isEmpty() ? new DeviceAnswer.NoContent() : fetches.remove();
    }

    @Override
    public synchronized DeviceAnswer report(byte[] responses, String jwt) {
        jwts.add(jwt);
        switch (DeviceMessages.decodeResponses(responses)) {
            case Decoding.Decoded<List<DeviceResponse>> decoded -> received.add(decoded.value());
            case Decoding.Malformed<List<DeviceResponse>> malformed -> {
                unreadable.add(responses);
                return new DeviceAnswer.Refused(400);
            }
        }
        return reports.isEmpty() ? new DeviceAnswer.Ok(new byte[0]) : reports.remove();
    }

    public List<FetchQuery> queries() {
        return queries;
    }

    public List<List<DeviceResponse>> received() {
        return received;
    }

    /** Reports that are none; each was answered with 400. */
    public List<byte[]> unreadable() {
        return unreadable;
    }

    public List<String> jwts() {
        return jwts;
    }
}
