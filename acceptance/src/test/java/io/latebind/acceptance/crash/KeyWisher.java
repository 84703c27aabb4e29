package io.latebind.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.Rest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A user who claims devices, and wants each of them to make keys that the service certifies. */
record KeyWisher(Rest rest, String rootPem) {
    private static final int FIRST_SEC_TAG = 100;

    /** By device UUID; behind the keys stand a root certificate and {@code finished}. */
    Map<String, UserActions> claim(List<String> attestationTokens, int keys) {
        Map<String, UserActions> actions = new HashMap<>();
        for (String token : attestationTokens) {
            String claim = JsonMapper.shared()
                    .createObjectNode()
                    .put("claimToken", token)
                    .toString();
            assertThat(rest.post("/v1/claimed-devices", claim).status()).isEqualTo(201);
            String uuid = QueueWriter.uuidIn(token);
            actions.put(uuid, new UserActions(queue(uuid, keys), 0, Set.of(), Set.of()));
        }
        return actions;
    }

    private List<String> queue(String uuid, int keys) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            ids.add(post(uuid, request("cloudAccessKeyGeneration", i)));
        }
        ObjectNode root = request("serverCertificate", 0);
        root.withObject("serverCertificate").put("content", rootPem);
        ids.add(post(uuid, root));
        ObjectNode finished = JsonMapper.shared().createObjectNode();
        finished.putObject("finished");
        ids.add(post(uuid, finished));
        return ids;
    }

    private static ObjectNode request(String type, int number) {
        ObjectNode request = JsonMapper.shared().createObjectNode();
        request.putObject(type).put("secTag", FIRST_SEC_TAG + number);
        return request;
    }

    private String post(String uuid, ObjectNode request) {
        ObjectNode command = JsonMapper.shared().createObjectNode();
        command.set("request", request);
        Rest.Answer answer = rest.post("/v1/claimed-devices/" + uuid + "/provisioning", command.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asString();
    }

    /** Of all certificates that the service knows of, also revoked ones. */
    List<String> serials() {
        List<String> serials = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = rest.get("/v1/certificates?pageLimit=100" + next).json();
            StreamSupport.stream(page.path("items").spliterator(), false)
                    .map(item -> item.path("serial").asString())
                    .forEach(serials::add);
            next = page.path("pageNextToken")
                    .asStringOpt()
                    .map(token -> "&pageNextToken=" + token)
                    .orElse("");
        } while (!next.isEmpty());
        return serials;
    }
}
