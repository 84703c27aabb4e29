package io.latebind.server.whole;

import static io.latebind.server.whole.BadInput.command;
import static io.latebind.server.whole.BadInput.field;
import static io.latebind.server.whole.BadInput.malformed;

import java.util.stream.Stream;

/** Bodies of a new command that must be refused whatever its type: no JSON, wrong shapes, wrong names, bad settings. */
final class BadShapes {
    private BadShapes() {}

    static Stream<BadInput> all() {
        return Stream.of(configs(), shapes(), names()).flatMap(cases -> cases);
    }

    private static Stream<BadInput> configs() {
        StringBuilder eleven = new StringBuilder("\"k0\":\"v\"");
        for (int i = 1; i < 11; i++) {
            eleven.append(",\"k").append(i).append("\":\"v\"");
        }
        return Stream.of(
                command("config empty", "{\"config\":{}}", "/config", "0 pairs", "1 to 10"),
                command("config 11", "{\"config\":{" + eleven + "}}", "/config", "11 pairs", "1 to 10"),
                command("config list", "{\"config\":[]}", "/config", "an object", "a list"),
                command("config empty key", "{\"config\":{\"\":\"v\"}}", "/config", "config key \"\"", "0 bytes"),
                command(
                        "config key 65",
                        "{\"config\":{\"" + "é".repeat(33) + "\":\"v\"}}",
                        "/config",
                        "66 bytes",
                        "64"),
                command(
                        "config value 513",
                        "{\"config\":{\"k\":\"" + "é".repeat(257) + "\"}}",
                        "/config",
                        "\"k\"",
                        "514 bytes",
                        "512"),
                command("config NUL in value", "{\"config\":{\"k\":\"a\\u0000\"}}", "/config/k", "U+0000"),
                command("config NUL in key", "{\"config\":{\"k\\u0000\":\"a\"}}", "/config", "U+0000"),
                command(
                        "config lone surrogate",
                        "{\"config\":{\"k\":\"\\ud800\"}}",
                        "/config",
                        "\"k\"",
                        "half a character"),
                command("config number", "{\"config\":{\"a/b\":3600}}", "/config/a~1b", "a text", "a number"),
                command("config null value", "{\"config\":{\"a\":null}}", "/config/a", "a text", "null"),
                command(
                        "config properties",
                        "{\"config\":{\"properties\":{\"a\":\"b\"}}}",
                        "/config/properties",
                        "without a properties object"));
    }

    private static Stream<BadInput> shapes() {
        String deep = "{\"request\":".repeat(500) + "1" + "}".repeat(500);
        return Stream.of(
                malformed("empty body", "", "empty"),
                malformed("no JSON", "request=1", "line 1, column"),
                malformed("cut", "{\"request\":{\"finished\":{}}", "ends too early"),
                malformed("trailing", "{\"request\":{\"finished\":{}}} {}", "follows"),
                command("half a character in a type", "{\"\\ud800\":{}}", "/\ud800", "There is no field /request/?"),
                command("half a character in a key", "{\"config\":{\"\\udc00\":\"\"}}", "/config", "half a character"),
                malformed("list", "[]", "one JSON object", "a list"),
                malformed("null", "null", "one JSON object"),
                malformed("text", "\"x\"", "one JSON object", "a text"),
                malformed("comment", "{\"request\":/*x*/{\"finished\":{}}}", "unexpected character"),
                malformed("duplicate", "{\"request\":{\"finished\":{}},\"request\":{\"finished\":{}}}", "twice"),
                malformed("duplicate type", "{\"request\":{\"finished\":{},\"finished\":{}}}", "twice"),
                malformed(
                        "duplicate secret",
                        "{\"request\":{\"preSharedKey\":{\"secTag\":1,\"identity\":\"me\",\"secret\":\"F00DF00DF00D\","
                                + "\"secret\":\"F00DF00DF00D\"}}}",
                        "twice"),
                malformed("deep", deep, "nested deeper"),
                malformed("long number", "{\"request\":" + "1".repeat(5000) + "}", "longer than any request"),
                malformed("long name", "{\"" + "n".repeat(3000) + "\":1}", "longer than any request"),
                malformed("control character", "{\"request\":\"a\nb\"}", "must be escaped"),
                field("no request", "{}", "/request", "/request", "missing"),
                field("request null", "{\"request\":null}", "/request", "missing"),
                field("request text", "{\"request\":\"finished\"}", "/request", "an object", "a text"),
                field("no type", "{\"request\":{}}", "/request", "0 keys", "exactly one", "finished"),
                command(
                        "two types",
                        "{\"finished\":{},\"config\":{\"a\":\"b\"}}",
                        "",
                        "2 keys",
                        "exactly one",
                        "preSharedKey"),
                command("finished null", "{\"finished\":null}", "/finished", "missing"),
                command("finished true", "{\"finished\":true}", "/finished", "an object", "true"),
                field(
                        "description long",
                        "{\"description\":\"" + "x".repeat(257) + "\",\"request\":{\"finished\":{}}}",
                        "/description",
                        "257",
                        "256"),
                field(
                        "description number",
                        "{\"description\":7,\"request\":{\"finished\":{}}}",
                        "/description",
                        "a text"),
                field(
                        "description half",
                        "{\"description\":\"\\ud800\",\"request\":{\"finished\":{}}}",
                        "/description",
                        "half a character"));
    }

    private static Stream<BadInput> names() {
        return Stream.of(
                field(
                        "unknown field",
                        "{\"descripton\":\"x\",\"request\":{\"finished\":{}}}",
                        "/descripton",
                        "/descripton",
                        "did you mean description?"),
                command(
                        "unknown type",
                        "{\"clientCertifcate\":{}}",
                        "/clientCertifcate",
                        "did you mean clientCertificate?"),
                command("unknown far type", "{\"zzzzzz\":{}}", "/zzzzzz", "known: ", "preSharedKey"),
                command(
                        "unknown long type",
                        "{\"" + "n".repeat(70) + "😀\":{}}",
                        "/" + "n".repeat(70) + "😀",
                        "There is no field"),
                command(
                        "unknown parameter",
                        "{\"preSharedKey\":{\"secTag\":1,\"identity\":\"me\",\"secrets\":\"F00DF00DF00D\"}}",
                        "/preSharedKey/secrets",
                        "did you mean secret?"),
                command(
                        "unknown in finished",
                        "{\"finished\":{\"secTag\":1}}",
                        "/finished/secTag",
                        "/request/finished/secTag"),
                command(
                        "unknown in key generation",
                        "{\"clientPrivateKeyGeneration\":{\"secTag\":1,\"sectag\":2}}",
                        "/clientPrivateKeyGeneration/sectag",
                        "did you mean secTag?"));
    }
}
