package io.latebind.server.certificate.api;

import static io.latebind.server.kernel.Permission.READ_CERTIFICATES;

import io.latebind.server.certificate.HandOverDevices;
import io.latebind.server.device.DeviceCursor;
import io.latebind.server.device.DeviceFilter;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.http.AnswerStream;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import java.util.List;
import java.util.Optional;

/** The REST call that hands devices over to a cloud (decision 0167). */
public final class HandoverRoutes {
    private static final int MAX_SUB_TYPE_CHARACTERS = 128;

    private final HandOverDevices handingOver;

    public HandoverRoutes(HandOverDevices handingOver) {
        this.handingOver = handingOver;
    }

    public List<ApiRoute> routes() {
        return List.of(new ApiRoute(HttpMethod.GET, "/v1/device-handover", READ_CERTIFICATES, this::export));
    }

    private record Wanted(DeviceFilter devices, Optional<Long> secTag, HandoverForm form) {}

    private Outcome<HttpAnswer> export(HttpCall call, Principal caller) {
        QueryParameters query = new QueryParameters(call);
        Optional<DeviceStatus> status = query.choice("status", DeviceStatus.class);
        Optional<String> tag = query.text("tag");
        Optional<String> secTag = query.text("secTag");
        secTag.filter(text -> !text.matches("[0-9]{1,10}"))
                .ifPresent(text -> query.problem("secTag", text, "a security tag, a number"));
        Optional<String> subType = query.text("subType");
        subType.filter(text ->
                        text.length() > MAX_SUB_TYPE_CHARACTERS || text.chars().anyMatch(Character::isISOControl))
                .ifPresent(text -> query.problem(
                        "subType", text, "a text of at most " + MAX_SUB_TYPE_CHARACTERS + " characters on one line"));
        Optional<String> fwTypes = query.text("fwTypes");
        fwTypes.filter(text -> !text.matches("[A-Za-z0-9_.-]{1,32}([|,][A-Za-z0-9_.-]{1,32}){0,15}"))
                .ifPresent(text -> query.problem("fwTypes", text, "names of firmware types like APP,MODEM"));
        return query.accept(() -> new Wanted(
                        new DeviceFilter(
                                Optional.of(status.orElse(DeviceStatus.PROVISIONED)),
                                tag,
                                Optional.empty(),
                                Optional.empty()),
                        secTag.map(Long::valueOf),
                        form(call, subType.orElse(""), fwTypes)))
                .map(wanted -> HttpAnswer.streamed(wanted.form().contentType(), sink -> write(caller, wanted, sink)));
    }

    /** Of two that the caller likes the same, what clouds take as it is. */
    private static HandoverForm form(HttpCall call, String subType, Optional<String> fwTypes) {
        return call.preferred(HandoverForm.Csv.CONTENT_TYPE, HandoverForm.Ndjson.CONTENT_TYPE)
                        .filter(HandoverForm.Ndjson.CONTENT_TYPE::equals)
                        .isPresent()
                ? new HandoverForm.Ndjson()
                : new HandoverForm.Csv(
                        subType,
                        fwTypes.map(text -> List.of(text.split("[|,]"))).orElseGet(List::of));
    }

    private void write(Principal caller, Wanted wanted, AnswerStream.Sink sink) {
        Optional<DeviceCursor> behind = Optional.empty();
        do {
            HandOverDevices.Part part = handingOver.following(caller, wanted.devices(), wanted.secTag(), behind);
            if (!part.devices().isEmpty()) {
                sink.write(wanted.form().rows(part.devices()));
            }
            behind = part.next();
        } while (behind.isPresent());
    }
}
