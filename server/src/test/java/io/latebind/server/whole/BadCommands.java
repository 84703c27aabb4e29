package io.latebind.server.whole;

import static io.latebind.server.whole.BadInput.command;
import static io.latebind.server.whole.PemSamples.CERTIFICATE;
import static io.latebind.server.whole.PemSamples.ENCRYPTED_KEY;
import static io.latebind.server.whole.PemSamples.PASSWORD;
import static io.latebind.server.whole.PemSamples.block;
import static io.latebind.server.whole.RequestSamples.certificate;
import static io.latebind.server.whole.RequestSamples.clientPrivateKey;
import static io.latebind.server.whole.RequestSamples.psk;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Commands that must be refused, field by field (specification 4). */
final class BadCommands {
    private static final String BACKSLASH = "\\\\";
    private static final String QUOTE = "\\\"";
    /** What cannot go into a quoted AT string: JSON text, and how the answer names it. */
    private static final Map<String, String> UNQUOTABLE = new HashMap<>(Map.of(
            QUOTE, "\"", BACKSLASH, "\\", "\\n", "U+000A", "\\r", "U+000D", "é", "U+00E9", "😀", "U+D83D", "\\u007f",
            "U+007F", "\\ud800", "U+D800"));

    private BadCommands() {}

    static Stream<BadInput> all() {
        return Stream.of(secTags(), csrs(), preSharedKeys(), certificates(), privateKeys(), BadShapes.all())
                .flatMap(cases -> cases);
    }

    private static Stream<BadInput> secTags() {
        Map<String, String> values = Map.of(
                "-1", "it is -1",
                "2147483648", "it is 2147483648",
                "99999999999999999999", "it is 99999999999999999999",
                "1.5", "it is 1.5",
                "1e3", "it is 1",
                "\"\\ud800\\n7\"", "it is \"??7\"",
                "true", "it is true",
                "[7]", "a list",
                "{}", "an object");
        List<String> types = List.of(
                "{\"clientPrivateKeyGeneration\":{%s}}",
                "{\"certificateSigningRequest\":{%s\"attributes\":\"\",\"keyUsage\":\"101010000\"}}",
                "{\"serverCertificate\":{%s\"content\":\"" + PemSamples.json(CERTIFICATE) + "\"}}",
                "{\"clientCertificate\":{%s\"content\":\"" + PemSamples.json(CERTIFICATE) + "\"}}",
                "{\"clientPrivateKey\":{%s\"content\":\"" + PemSamples.json(ENCRYPTED_KEY) + "\",\"password\":\""
                        + PASSWORD + "\"}}",
                "{\"preSharedKey\":{%s\"identity\":\"me\",\"secret\":\"0A1B\"}}",
                "{\"endorsementKeyGeneration\":{%s}}");
        return types.stream().flatMap(type -> {
            String key = type.substring(2, type.indexOf('"', 2));
            boolean alone = type.endsWith("{%s}}");
            String pointer = "/" + key + "/secTag";
            Stream<BadInput> bad = values.entrySet().stream()
                    .map(value -> command(
                            key + " secTag " + value.getKey(),
                            type.formatted("\"secTag\":" + value.getKey() + (alone ? "" : ",")),
                            pointer,
                            "secTag",
                            "2147483647",
                            value.getValue()));
            Stream<BadInput> absent = Stream.of(
                    command(key + " without secTag", type.formatted(""), pointer, "missing"),
                    command(
                            key + " secTag null",
                            type.formatted("\"secTag\":null" + (alone ? "" : ",")),
                            pointer,
                            "missing"));
            return Stream.concat(bad, absent);
        });
    }

    private static Stream<BadInput> unquotable(String field, String pointer, String before) {
        return UNQUOTABLE.entrySet().stream()
                .map(bad -> command(
                        field + " with " + bad.getKey(),
                        before.formatted("CN=a" + bad.getKey() + "b"),
                        pointer,
                        field,
                        bad.getValue(),
                        "position 4"));
    }

    private static Stream<BadInput> csrs() {
        String whole = "{\"certificateSigningRequest\":{\"secTag\":1,\"attributes\":%s,\"keyUsage\":%s}}";
        String usage = "\"101010000\"";
        String attributes = "/certificateSigningRequest/attributes";
        String keyUsage = "/certificateSigningRequest/keyUsage";
        Stream<BadInput> usages = Stream.of("10101000", "1010100000", "", "10101000x", "101010000 ", "１01010000")
                .map(text -> command(
                        "keyUsage " + text,
                        whole.formatted("\"\"", "\"" + text + "\""),
                        keyUsage,
                        "keyUsage",
                        "\"" + text.replaceAll("[^ -~]", "?") + "\"",
                        "nine digits"));
        Stream<BadInput> others = Stream.of(
                command("keyUsage number", whole.formatted("\"\"", "101010000"), keyUsage, "keyUsage", "a text"),
                command("keyUsage null", whole.formatted("\"\"", "null"), keyUsage, "keyUsage", "missing"),
                command("keyUsage NUL", whole.formatted("\"\"", "\"10101000\\u0000\""), keyUsage, "U+0000"),
                command("attributes null", whole.formatted("null", usage), attributes, "missing"),
                command("attributes list", whole.formatted("[]", usage), attributes, "a text", "a list"),
                command("attributes NUL", whole.formatted("\"CN=\\u0000\"", usage), attributes, "U+0000"),
                command("attributes without =", whole.formatted("\"O=x,CN\"", usage), attributes, "\"CN\"", "K=V"),
                command("attributes with ,,", whole.formatted("\"O=x,,C=no\"", usage), attributes, "K=V"),
                command(
                        "attributes too long",
                        whole.formatted("\"CN=" + "x".repeat(254) + "\"", usage),
                        attributes,
                        "attributes",
                        "257",
                        "256"));
        Stream<BadInput> quoting = unquotable("attributes", attributes, whole.formatted("\"%s\"", usage));
        return Stream.of(usages, others, quoting).flatMap(cases -> cases);
    }

    private static Stream<BadInput> preSharedKeys() {
        String identity = "{\"preSharedKey\":{\"secTag\":1,\"identity\":%s,\"secret\":\"0A1B\"}}";
        String at = "/preSharedKey/identity";
        Stream<BadInput> identities = Stream.of(
                command("identity empty", identity.formatted("\"\""), at, "identity", "0 characters", "1 to 128"),
                command("identity 129", identity.formatted("\"" + "x".repeat(129) + "\""), at, "identity", "129"),
                command("identity number", identity.formatted("7"), at, "identity", "a text"),
                command("identity null", identity.formatted("null"), at, "identity", "missing"));
        Stream<BadInput> secrets = Stream.of(
                        "",
                        "A",
                        "ABC",
                        "F00DF00DF00DF00DF",
                        "A".repeat(130),
                        "F00DF00DF00DZZ",
                        "F00DF00D F00DF00D",
                        "０F00DF00DF00D")
                .map(secret -> command(
                        "secret of " + secret.length(), psk(secret), "/preSharedKey/secret", "secret", "hex digits"));
        Stream<BadInput> more = Stream.of(
                command(
                        "secret number",
                        "{\"preSharedKey\":{\"secTag\":1,\"identity\":\"me\",\"secret\":1234567890123456}}",
                        "/preSharedKey/secret",
                        "secret",
                        "a text"),
                command(
                        "secret missing",
                        "{\"preSharedKey\":{\"secTag\":1,\"identity\":\"me\"}}",
                        "/preSharedKey/secret",
                        "secret",
                        "missing"),
                command("secret NUL", psk("F00D\\u0000"), "/preSharedKey/secret", "U+0000"),
                command("secret with newline", psk("F00DF00D\\nF00"), "/preSharedKey/secret", "hex digits"));
        return Stream.of(identities, secrets, more, unquotable("identity", at, identity.formatted("\"%s\"")))
                .flatMap(cases -> cases);
    }

    private static Stream<BadInput> certificates() {
        byte[] notX509 = "not a certificate at all".getBytes(StandardCharsets.UTF_8);
        Map<String, List<String>> contents = Map.ofEntries(
                Map.entry("", List.of("no whole PEM block")),
                Map.entry(
                        "-----BEGIN CERTIFICATE-----\nMIIDSjCCA...bKbYK7p2CNTUQ\n-----END CERTIFICATE-----",
                        List.of("shortened", "...", "whole block")),
                Map.entry("Bag Attributes\n" + CERTIFICATE, List.of("text outside")),
                Map.entry(CERTIFICATE + "trailing\"", List.of("text outside")),
                Map.entry(CERTIFICATE + "between\n" + CERTIFICATE, List.of("text outside")),
                Map.entry(ENCRYPTED_KEY, List.of("ENCRYPTED PRIVATE KEY", "only CERTIFICATE")),
                Map.entry(CERTIFICATE + PemSamples.PLAIN_KEY, List.of("PRIVATE KEY", "only CERTIFICATE")),
                Map.entry(block("CERTIFICATE", notX509), List.of("block 1", "not an X.509")),
                Map.entry(CERTIFICATE + block("CERTIFICATE", notX509), List.of("block 2", "not an X.509")),
                Map.entry(
                        block("CERTIFICATE", CERTIFICATE.getBytes(StandardCharsets.US_ASCII)), List.of("not an X.509")),
                Map.entry(CERTIFICATE.replace("END CERTIFICATE", "END CERT"), List.of("CERTIFICATE", "CERT")),
                Map.entry(CERTIFICATE.substring(0, CERTIFICATE.length() - 30), List.of("no whole PEM block")),
                Map.entry(CERTIFICATE.replaceFirst("\nMII", "\n\"MII"), List.of("not base64")),
                Map.entry(CERTIFICATE.replaceFirst("\nMII", "\n\\\\MII"), List.of("not base64")),
                Map.entry(CERTIFICATE.replaceFirst("\nMII", "\nMI"), List.of("block")),
                Map.entry(CERTIFICATE.repeat(80), List.of("characters", "32768")));
        return Stream.of("serverCertificate", "clientCertificate").flatMap(type -> {
            String pointer = "/" + type + "/content";
            Stream<BadInput> bad = contents.entrySet().stream()
                    .map(content -> command(
                            type + " " + content.getValue(),
                            certificate(type, content.getKey()),
                            pointer,
                            Stream.concat(Stream.of("content"), content.getValue().stream())
                                    .toArray(String[]::new)));
            String other = "{\"" + type + "\":{\"secTag\":1%s}}";
            return Stream.concat(
                    bad,
                    Stream.of(
                            command(type + " without content", other.formatted(""), pointer, "missing"),
                            command(type + " content 7", other.formatted(",\"content\":7"), pointer, "a text")));
        });
    }

    private static Stream<BadInput> privateKeys() {
        String content = "/clientPrivateKey/content";
        String password = "/clientPrivateKey/password";
        Map<String, List<String>> contents = Map.of(
                "",
                List.of("empty"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIICz...ukBu\n-----END ENCRYPTED PRIVATE KEY-----",
                List.of("shortened", "whole block"),
                PemSamples.PLAIN_KEY,
                List.of("ENCRYPTED PRIVATE KEY", "openssl pkcs8 -topk8"),
                CERTIFICATE,
                List.of("ENCRYPTED PRIVATE KEY", "CERTIFICATE"),
                ENCRYPTED_KEY + ENCRYPTED_KEY,
                List.of("exactly one"),
                block("ENCRYPTED PRIVATE KEY", new byte[100]),
                List.of("not an encrypted PKCS#8"),
                PemSamples.keyWithIterations(BigInteger.valueOf(Integer.MAX_VALUE)),
                List.of("iterations", "1000000"),
                PemSamples.keyWithIterations(BigInteger.ONE.shiftLeft(200)),
                List.of("iterations", "1000000"),
                PemSamples.keyWithIterations(BigInteger.valueOf(-7)),
                List.of("iterations", "1000000"),
                PemSamples.scryptKey(1 << 30),
                List.of("not supported", "PBKDF2"));
        Stream<BadInput> bad = contents.entrySet().stream()
                .map(pem -> command(
                        "clientPrivateKey " + pem.getValue() + pem.getKey().length(),
                        clientPrivateKey(pem.getKey(), PASSWORD),
                        content,
                        Stream.concat(Stream.of("content"), pem.getValue().stream())
                                .toArray(String[]::new)));
        Stream<BadInput> more = Stream.of(
                command(
                        "wrong password",
                        clientPrivateKey(ENCRYPTED_KEY, "Wrong.Horse-78"),
                        content,
                        "not opened by its password"),
                command("password empty", clientPrivateKey(ENCRYPTED_KEY, ""), password, "password", "1 to 128"),
                command("password 129", clientPrivateKey(ENCRYPTED_KEY, "x".repeat(129)), password, "129"),
                command(
                        "password missing",
                        "{\"clientPrivateKey\":{\"secTag\":1,\"content\":\"" + PemSamples.json(ENCRYPTED_KEY) + "\"}}",
                        password,
                        "missing"),
                command(
                        "password number",
                        "{\"clientPrivateKey\":{\"secTag\":1,\"content\":\"" + PemSamples.json(ENCRYPTED_KEY)
                                + "\",\"password\":12345678901234}}",
                        password,
                        "a text"));
        String whole = "{\"clientPrivateKey\":{\"secTag\":1,\"content\":\"" + PemSamples.json(ENCRYPTED_KEY)
                + "\",\"password\":\"%s\"}}";
        return Stream.of(bad, more, unquotable("password", password, whole)).flatMap(cases -> cases);
    }
}
