package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the REST API answered. */
record Answer(int status, HttpHeaders headers, String body) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Fails with the body, which says why, when the status is another. */
    Answer is(int expected) {
        assertThat(status).as(body).isEqualTo(expected);
        return this;
    }

    /** Fails unless it is a problem with this code, whose status is its first three digits. */
    Answer isProblem(int code) {
        is(code / 100);
        assertThat(headers.firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json().get("code").intValue()).as(body).isEqualTo(code);
        return this;
    }

    JsonNode json() {
        return JSON.readTree(body);
    }

    /** The text at a JSON pointer. */
    String text(String pointer) {
        return json().at(pointer).asString();
    }

    String id() {
        return text("/id");
    }

    String message() {
        return text("/message");
    }

    /** The field {@code id} of every item of a list. */
    List<String> ids() {
        return json().get("items")
                .valueStream()
                .map(item -> item.get("id").stringValue())
                .toList();
    }
}
