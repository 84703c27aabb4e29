package io.latebind.server.whole;

import static io.latebind.server.whole.ApiClient.DEVICES;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for every route that openapi.yaml lists: keys, roles, teams; and the routes beside the features. */
@ExtendWith(SharedService.class)
class EveryRouteTest {
    private final RunningService service;
    private final ApiClient owner;
    private final TestDevice device;
    private final String command;

    EveryRouteTest(RunningService service) {
        this.service = service;
        this.owner = service.owner;
        device = service.editor.claimed();
        command = owner.added(device, RequestSamples.KEY);
    }

    private record Route(String method, String template, String path, Optional<String> body) {
        boolean reads() {
            return method.equals("GET");
        }
    }

    /** Every route that needs an API key, on a device, a command and things that are there. */
    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (String route : RoleTable.routes()) {
            String method = route.substring(0, route.indexOf(' '));
            String template = route.substring(method.length() + 1);
            String real = template.replace("{uuid}", device.uuid().toString()).replace("{cmdId}", command);
            if (real.contains("{tag}")) {
                real = real.replace("{tag}", RouteSamples.tagMadeBy(owner));
            }
            if (real.contains("{id}")) {
                real = RouteSamples.onThing(service, owner, template, real);
            }
            routes.add(new Route(method, template, real, RouteSamples.body(route)));
        }
        assertThat(routes).hasSizeGreaterThan(15);
        return routes;
    }

    @Test
    void demandsAKeyThatItKnows() {
        List<Route> routes = routes();
        Map<String, String> before = service.rows.everything();
        for (Route route : routes) {
            Answer without = service.nobody
                    .call(route.method(), route.path(), route.body())
                    .isProblem(40100);
            assertThat(without.headers().firstValue("WWW-Authenticate")).isPresent();
            service.stranger.call(route.method(), route.path(), route.body()).isProblem(40101);
        }
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void changesNothingForOneWhoMayOnlyLook() {
        List<Route> routes = routes();
        Map<String, String> before = service.rows.everything();
        for (Route route : routes) {
            if (!route.reads()) {
                assertThat(service.viewer
                                .call(route.method(), route.path(), route.body())
                                .isProblem(40300)
                                .message())
                        .containsAnyOf("viewer", "operating team");
            }
        }
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void takesNothingFromAnotherTeam() {
        List<Route> routes = routes();
        Map<String, String> before = service.rows.everything();
        for (Route route : routes) {
            if (route.template().contains("{")) {
                assertThat(service.otherTeam
                                .call(route.method(), route.path(), route.body())
                                .status())
                        .as(route.toString())
                        .isIn(403, 404);
            }
        }
        assertThat(service.otherTeam.get(DEVICES).is(200).ids())
                .doesNotContain(device.uuid().toString());
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void answersPathsThatNameNothingWithAProblem() {
        List<Route> routes = routes();
        Map<String, String> before = service.rows.everything();
        for (Route route : routes) {
            if (route.template().contains("{uuid}")) {
                String base = route.template().replace("{cmdId}", command);
                for (String bad : List.of("no-uuid", "50503630-3637-422a-8034-1d0b0a0b0c0", "%F0%9F%98%80", "%27--")) {
                    owner.call(route.method(), base.replace("{uuid}", bad), route.body())
                            .isProblem(40400);
                }
                owner.call(route.method(), base.replace("{uuid}", "%FF"), route.body())
                        .isProblem(40010);
                owner.call(route.method(), base.replace("{uuid}", "%00"), route.body())
                        .isProblem(40010);
            }
            if (route.template().contains("{cmdId}")) {
                String base = route.template().replace("{uuid}", device.uuid().toString());
                owner.call(route.method(), base.replace("{cmdId}", "no-uuid"), route.body())
                        .isProblem(40400);
            }
        }
        owner.get("/v1/nothing").isProblem(40401);
        owner.call("PUT", DEVICES, Optional.of("{}")).isProblem(40500);
        assertThat(service.rows.everything()).isEqualTo(before);
    }

    @Test
    void showsTheAccount() {
        Answer account = owner.get("/v1/account").is(200);
        assertThat(account.text("/role")).isEqualTo("owner");
        assertThat(account.json().at("/team/operating").booleanValue()).isTrue();
        Answer other = service.otherTeam.get("/v1/account").is(200);
        assertThat(other.text("/team/name")).isEqualTo("other");
        assertThat(other.json().at("/team/operating").booleanValue()).isFalse();
        assertThat(service.viewer.get("/v1/account").is(200).text("/role")).isEqualTo("viewer");
    }

    @Test
    void servesHealthAndItsDescriptionWithoutAKey() {
        assertThat(service.nobody.get("/health").is(200).text("/status")).isEqualTo("UP");
        assertThat(service.nobody.get("/v1/openapi.yaml").is(200).body()).startsWith("openapi: 3.1");
    }
}
