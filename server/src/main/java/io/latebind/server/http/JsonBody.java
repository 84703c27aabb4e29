package io.latebind.server.http;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.RefusalCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request body as JSON. Strict: one object, each name once, nothing behind it, bounded depth. Total. */
public final class JsonBody {
    private JsonBody() {}

    /**
     * The fields of the body, to be read one by one.
     *
     * <p>Refusals: {@code UNSUPPORTED_MEDIA_TYPE} for a content type other than JSON (none at all is taken for JSON),
     * {@code MALFORMED_BODY} for everything that is not one JSON object; it says where, never what stood there.
     */
    public static Outcome<BodyFields> fields(HttpCall call) {
        Optional<String> contentType = call.header("content-type");
        if (contentType.filter(type -> !isJson(type)).isPresent()) {
            return Outcome.refused(
                    RefusalCode.UNSUPPORTED_MEDIA_TYPE,
                    "This route takes a body of content type application/json alone; send that header.");
        }
        if (call.body().length > HttpLimits.JSON_BYTES) {
            return Outcome.refused(
                    RefusalCode.BODY_TOO_LARGE,
                    "A JSON body may have at most " + HttpLimits.JSON_BYTES + " bytes; this one has "
                            + call.body().length + ".");
        }
        return object(call.body()).map(BodyFields::new);
    }

    private static boolean isJson(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static Outcome<ObjectNode> object(byte[] body) {
        if (body.length == 0) {
            return malformed("The body is empty; send a JSON object.");
        }
        Optional<String> text = utf8(body);
        if (text.isEmpty()) {
            return malformed("The body is not well-formed JSON: it is not UTF-8.");
        }
        try {
            JsonNode tree = Json.MAPPER.readTree(text.get());
            return tree instanceof ObjectNode object
                    ? Outcome.done(object)
                    : malformed("The body must be one JSON object, in braces; it is " + BodyFields.kind(tree) + ".");
        } catch (JacksonException malformed) {
            return malformed("The body is not well-formed JSON" + place(malformed) + ": " + reason(malformed) + ".");
        }
    }

    /** Decoded here: the parser would guess at UTF-16 and UTF-32 by itself. A byte order mark is no part of the text. */
    private static Optional<String> utf8(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    private static Outcome<ObjectNode> malformed(String detail) {
        return Outcome.refused(RefusalCode.MALFORMED_BODY, detail);
    }

    private static String place(JacksonException malformed) {
        TokenStreamLocation at = malformed.getLocation();
        return at == null || at.getLineNr() < 0 ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** In our own words: the parser's quote the body, which may hold secrets. */
    private static String reason(JacksonException malformed) {
        String message = String.valueOf(malformed.getOriginalMessage());
        if (message.startsWith("Duplicate")) {
            return "a name stands twice in the same object";
        }
        if (message.contains("trailing") || message.contains("Trailing")) {
            return "something follows behind the end of the object";
        }
        if (message.contains("nesting depth")) {
            return "it is nested deeper than any request";
        }
        if (message.contains("exceeds the maximum")) {
            return "a name, a text or a number is longer than any request has";
        }
        if (message.contains("end-of-input")) {
            return "it ends too early";
        }
        if (message.contains("CTRL-CHAR") || message.contains("control character")) {
            return "a control character must be escaped, a line break as \\n";
        }
        return "an unexpected character";
    }
}
