package io.latebind.server.provisioning.rule.api;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.DeviceAbsent;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Permission;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.provisioning.CommandJson;
import io.latebind.server.provisioning.rule.Preview;
import io.latebind.server.provisioning.rule.ShowPreview;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The REST call that shows what rules will send to a device (specification 7.2). */
public final class PreviewRoutes {
    private final ShowPreview previews;

    public PreviewRoutes(ShowPreview previews) {
        this.previews = previews;
    }

    public List<ApiRoute> routes() {
        return List.of(new ApiRoute(
                HttpMethod.GET,
                "/v1/claimed-devices/{uuid}/provisioning/preview",
                Permission.READ_COMMANDS,
                this::show));
    }

    private Outcome<HttpAnswer> show(HttpCall call, Principal caller) {
        Optional<DeviceUuid> device = DeviceUuid.parse(call.pathParameter("uuid"));
        return device.isPresent()
                ? previews.preview(caller, device.get()).map(preview -> JsonAnswer.of(200, PreviewView.of(preview)))
                : Outcome.refused(DeviceAbsent.noUuid(call.pathParameter("uuid")));
    }

    private record PreviewView(List<SentView> commands, String finished, int bytes, List<Preview.Withheld> withheld) {
        static PreviewView of(Preview preview) {
            return new PreviewView(
                    preview.commands().stream().map(SentView::of).toList(),
                    preview.finish().name().toLowerCase(Locale.ROOT),
                    preview.bytes(),
                    preview.withheld());
        }
    }

    private record SentView(
            String rule, RuleId ruleId, int version, Optional<String> description, JsonNode request, int bytes) {
        static SentView of(Preview.Sent sent) {
            return new SentView(
                    sent.rule().name(),
                    sent.rule().id(),
                    sent.rule().version(),
                    sent.command().description(),
                    CommandJson.request(sent.command().request()),
                    sent.bytes());
        }
    }
}
