package io.latebind.server.whole;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import io.latebind.server.whole.RoleTable.Caller;
import io.latebind.server.whole.RoleTable.Cell;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route × role × own or other team × visible or invisible device does what docs/security.md says. */
@ExtendWith(SharedService.class)
class RoleTableTest {
    /** Whose thing it is that a path names. */
    private enum Whose {
        /** Claimed or made by the caller; by an editor where the caller cannot. */
        OWN,
        /** Claimed or made by another editor of the team. */
        COLLEAGUES,
        /** Claimed or made by an admin of the team. */
        ADMINS,
        OTHER_TEAMS
    }

    private final RunningService service;
    private final Map<Caller, ApiClient> callers = new EnumMap<>(Caller.class);
    private final ApiClient colleague;
    private final ApiClient admin;

    RoleTableTest(RunningService service) {
        this.service = service;
        ApiClient teamOwner = service.newTeam();
        callers.put(Caller.VIEWER, service.newMember(teamOwner, "viewer"));
        callers.put(Caller.EDITOR, service.newMember(teamOwner, "editor"));
        callers.put(Caller.ADMIN, service.newMember(teamOwner, "admin"));
        callers.put(Caller.OWNER, teamOwner);
        callers.put(Caller.OPERATOR, service.owner);
        colleague = service.newMember(teamOwner, "editor");
        admin = service.newMember(teamOwner, "admin");
    }

    static List<String> rows() {
        return List.copyOf(RoleTable.rows().keySet());
    }

    @Test
    void everyRouteHasItsRow() {
        assertThat(RoleTable.rows().keySet()).containsExactlyInAnyOrderElementsOf(RoleTable.routes());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void doesWhatTheTableSays(String route) {
        Map<Caller, Cell> row = requireNonNull(RoleTable.rows().get(route));
        List<String> wrong = new ArrayList<>();
        for (Caller caller : Caller.values()) {
            for (Whose whose : kinds(route)) {
                Answer answer = call(route, caller, whose);
                String expected = expected(requireNonNull(row.get(caller)), whose, caller);
                if (!verdict(answer).equals(expected)) {
                    wrong.add(caller + " on " + whose + ": " + expected + " expected, but " + answer.status() + " "
                            + answer.body());
                }
            }
        }
        assertThat(wrong).as(route).isEmpty();
    }

    private static List<Whose> kinds(String route) {
        return route.contains("{") && !route.contains("{tag}") ? List.of(Whose.values()) : List.of(Whose.OWN);
    }

    private static String verdict(Answer answer) {
        return switch (answer.status()) {
            case 403 -> "403";
            case 404 -> "404";
            default -> answer.status() < 500 && answer.status() != 401 && answer.status() != 405 ? "allowed" : "fault";
        };
    }

    private static String expected(Cell cell, Whose whose, Caller caller) {
        if (cell == Cell.NO) {
            return "403";
        }
        if (whose == Whose.OTHER_TEAMS) {
            return cell == Cell.ANY ? "allowed" : "404";
        }
        return switch (cell) {
            case YES, ANY -> "allowed";
            case SEES -> whose == Whose.ADMINS ? "404" : "allowed";
            case CLAIMED -> whose == Whose.ADMINS ? "404" : whose == Whose.COLLEAGUES ? "403" : "allowed";
            case OWN -> whose == Whose.OWN ? "allowed" : "404";
            case NO -> throw new IllegalStateException(caller + " was answered above");
        };
    }

    private Answer call(String route, Caller caller, Whose whose) {
        String method = route.substring(0, route.indexOf(' '));
        String template = route.substring(method.length() + 1);
        String path = template;
        if (template.contains("{")) {
            ApiClient maker = maker(caller, whose);
            if (template.contains("{uuid}")) {
                TestDevice device = maker.claimed();
                RouteSamples.prepare(service, template, device);
                path = path.replace("{uuid}", device.uuid().toString());
                if (template.contains("{cmdId}")) {
                    path = path.replace("{cmdId}", maker.added(device, RequestSamples.KEY));
                }
            }
            if (template.contains("{tag}")) {
                path = path.replace(
                        "{tag}",
                        RouteSamples.tagMadeBy(caller == Caller.VIEWER ? client(Caller.EDITOR) : client(caller)));
            }
            if (template.contains("{id}")) {
                path = RouteSamples.onThing(service, thingMaker(maker, template), template, path);
            }
        }
        return client(caller).call(method, path, RouteSamples.body(route));
    }

    private ApiClient client(Caller caller) {
        return requireNonNull(callers.get(caller));
    }

    private ApiClient maker(Caller caller, Whose whose) {
        boolean operator = caller == Caller.OPERATOR;
        return switch (whose) {
            case OWN -> client(caller == Caller.VIEWER ? Caller.EDITOR : caller);
            case COLLEAGUES -> operator ? service.editor : colleague;
            case ADMINS -> operator ? service.owner : admin;
            case OTHER_TEAMS -> operator ? admin : service.owner;
        };
    }

    /** Who can make a thing that the team owns as a whole: not everyone who may look at it. */
    private ApiClient thingMaker(ApiClient maker, String template) {
        if (template.startsWith("/v1/teams")) {
            return service.owner;
        }
        if (template.startsWith("/v1/api-keys")
                || template.startsWith("/v1/bulk-ops-requests")
                || template.startsWith("/v1/certificates/")) {
            return maker;
        }
        boolean editor = maker == client(Caller.EDITOR) || maker == colleague;
        return maker == service.editor ? service.owner : editor ? admin : maker;
    }
}
