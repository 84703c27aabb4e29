package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.kernel.FieldProblem;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.TeamId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {
    private static HttpCall call(byte[] body, Map<String, String> headers, Map<String, List<String>> query) {
        return new HttpCall(HttpMethod.POST, "/x", Map.of(), query, headers, body, "127.0.0.1", "id");
    }

    private static Outcome<BodyFields> fields(String body) {
        return JsonBody.fields(
                call(body.getBytes(StandardCharsets.UTF_8), Map.of("content-type", "application/json"), Map.of()));
    }

    private static QueryParameters query(String name, String value) {
        return new QueryParameters(call(new byte[0], Map.of(), Map.of(name, List.of(value))));
    }

    private static BodyFields valid(String body) {
        return switch (fields(body)) {
            case Outcome.Done<BodyFields>(BodyFields fields) -> fields;
            case Outcome.Refused<BodyFields>(Refusal refusal) -> throw new AssertionError(refusal);
        };
    }

    private static <T> Refusal refusal(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> throw new AssertionError(String.valueOf(value));
            case Outcome.Refused<T>(Refusal refusal) -> refusal;
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|empty",
                "[1]|a list",
                "\"s3cret\"|a text",
                "null|null",
                "{\"s3cret\":1,\"s3cret\":2}|twice",
                "{\"a\":\"s3cret\"} {}|behind the end",
                "{\"a\":\"s3cret\"|too early",
                "{\"a\":s3cret}|unexpected",
                "{\"a\":NaN}|unexpected",
                "{\"a\":[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]}|deeper"
            })
    void refusesMalformedBodyAndNamesThePlaceNotTheContent(String body, String said) {
        Refusal refusal = refusal(fields(body));
        assertThat(refusal.code()).isEqualTo(RefusalCode.MALFORMED_BODY.number());
        assertThat(refusal.detail()).contains(said).doesNotContain("s3cret");
    }

    @Test
    void namesLineAndColumn() {
        assertThat(refusal(fields("{\n  \"a\": 1,\n  b\n}")).detail()).contains("line 3, column");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] body = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
        assertThat(refusal(JsonBody.fields(call(body, Map.of(), Map.of()))).detail())
                .contains("UTF-8");
    }

    @Property
    void neverThrows(@ForAll byte[] body) {
        assertThat(JsonBody.fields(call(body, Map.of(), Map.of()))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8"})
    void takesJsonAndNoContentTypeAtAll(String type) {
        byte[] body = {'{', '}'};
        assertThat(JsonBody.fields(call(body, Map.of("content-type", type), Map.of())))
                .isInstanceOf(Outcome.Done.class);
        assertThat(JsonBody.fields(call(body, Map.of(), Map.of()))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void refusesOtherContentTypes() {
        Refusal refusal = refusal(JsonBody.fields(call(new byte[0], Map.of("content-type", "text/csv"), Map.of())));
        assertThat(refusal.code()).isEqualTo(RefusalCode.UNSUPPORTED_MEDIA_TYPE.number());
    }

    @Test
    void readsFields() {
        BodyFields fields = valid(
                "{\"text\":\"x\",\"list\":[\"a\",\"b\"],\"none\":null,\"yes\":true,\"in\":{\"n\":7,\"max\":2147483647}}");
        assertThat(fields.requireText("text")).isEqualTo("x");
        assertThat(fields.optionalTextList("list")).hasValue(List.of("a", "b"));
        assertThat(fields.optionalText("none")).isEmpty();
        assertThat(fields.optionalBoolean("yes")).hasValue(true);
        BodyFields inner = fields.requireObject("in").orElseThrow();
        assertThat(inner.requireInteger("n", 0, 10)).isEqualTo(7);
        assertThat(inner.optionalInteger("max", 0, 2147483647)).hasValue(2147483647L);
        assertThat(fields.accept(() -> "made")).isEqualTo(Outcome.done("made"));
    }

    @Test
    void collectsEveryProblemWithItsPointer() {
        BodyFields fields = valid("""
                {"number":"ten","list":["a",1],"big":11,"half":1.5,"claimTokn":"s3cret","in":{"a/b~":"s3cret"},"nul":"a\\u0000"}""");
        fields.requireText("claimToken");
        fields.requireInteger("number", 0, 10);
        fields.optionalTextList("list");
        fields.requireInteger("big", 0, 10);
        fields.requireInteger("half", 0, 10);
        fields.requireObject("in");
        fields.optionalText("nul");
        Refusal refusal = refusal(fields.<String>accept(() -> {
            throw new AssertionError("must not be called");
        }));
        assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_FIELD.number());
        assertThat(refusal.problems().stream().map(FieldProblem::pointer))
                .containsExactlyInAnyOrder(
                        "/claimToken", "/number", "/list/1", "/big", "/half", "/claimTokn", "/in/a~1b~0", "/nul");
        assertThat(refusal.toString())
                .doesNotContain("s3cret")
                .contains("did you mean claimToken?")
                // where a number is meant, no secret is: its value is named
                .contains("it is \"ten\"");
    }

    @Test
    void readsPairsOfTexts() {
        BodyFields fields = valid("{\"a.b/c\":\"1\",\"d\":\"\"}");
        assertThat(fields.textPairs()).containsExactly(Map.entry("a.b/c", "1"), Map.entry("d", ""));
        assertThat(fields.accept(() -> 1)).isEqualTo(Outcome.done(1));
        BodyFields bad = valid("{\"a/b\":1}");
        bad.textPairs();
        assertThat(refusal(bad.accept(() -> 1)).problems().getFirst().pointer()).isEqualTo("/a~1b");
    }

    @Test
    void readsPageParameters() {
        assertThat(query("x", "y").page()).isEqualTo(new PageRequest(20, Optional.empty(), false));
        assertThat(query("pageLimit", "100").page().limit()).isEqualTo(100);
        assertThat(query("pageSort", "desc").page().descending()).isTrue();
        assertThat(query("pageNextToken", "t").page().token()).hasValue("t");
    }

    @ParameterizedTest
    @CsvSource({"pageLimit,0", "pageLimit,101", "pageLimit,x", "pageLimit,99999999999", "pageLimit,-1", "pageSort,up"})
    void refusesBadPageParameters(String name, String value) {
        QueryParameters parameters = query(name, value);
        parameters.page();
        Refusal refusal = refusal(parameters.accept(() -> 1));
        assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_PARAMETER.number());
        assertThat(refusal.problems().getFirst().pointer()).isEqualTo("?" + name);
        assertThat(refusal.detail()).contains(name).contains(value);
    }

    @Test
    void readsFlagsAndChoices() {
        assertThat(query("dryrun", "true").flag("dryrun")).isTrue();
        assertThat(query("dryrun", "").flag("dryrun")).isTrue();
        assertThat(query("dryrun", "false").flag("dryrun")).isFalse();
        assertThat(query("other", "true").flag("dryrun")).isFalse();
        assertThat(query("role", "OWNER").choice("role", Role.class)).hasValue(Role.OWNER);
        QueryParameters bad = query("role", "owner");
        bad.choice("role", Role.class);
        assertThat(refusal(bad.accept(() -> 1)).detail()).contains("VIEWER, EDITOR");
        QueryParameters maybe = query("dryrun", "maybe");
        maybe.flag("dryrun");
        assertThat(refusal(maybe.accept(() -> 1)).detail()).contains("true or false");
    }

    @Test
    void writesInstantsWithMillisecondsAndLeavesAbsentFieldsOut() {
        record Shown(Instant at, Optional<String> absent, Optional<String> there, TeamId team, Secret secret) {}
        UUID team = new UUID(1, 2);
        HttpAnswer answer = JsonAnswer.of(
                200,
                new Shown(
                        Instant.parse("2026-11-22T21:44:00Z"),
                        Optional.empty(),
                        Optional.of("x"),
                        new TeamId(team),
                        new Secret("s3cret")));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"at\":\"2026-11-22T21:44:00.000Z\",\"there\":\"x\",\"team\":\"" + team
                        + "\",\"secret\":\"[redacted]\"}");
    }

    @Test
    void writesListsInTheirEnvelope() {
        HttpAnswer last = JsonAnswer.page(new Page<>(List.of("a"), 1, Optional.empty()));
        assertThat(new String(last.body(), StandardCharsets.UTF_8)).isEqualTo("{\"items\":[\"a\"],\"total\":1}");
        HttpAnswer first = JsonAnswer.page(new Page<>(List.of(), 7, Optional.of("t")));
        assertThat(new String(first.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"items\":[],\"total\":7,\"pageNextToken\":\"t\"}");
    }
}
