package io.latebind.server.provisioning.link;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.CandidateKey;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.SigStructureVariant;
import io.latebind.server.coap.SessionKey;
import io.latebind.server.kernel.ClaimId;
import io.latebind.server.kernel.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a restart must not lose: the DTLS sessions, and who authenticated in them. A device that sleeps for a day then goes on with its
 * next datagram.
 *
 * @param dtls as the listener gave them; they hold keys
 */
public record CoapSessions(byte[] dtls, List<SessionBindings.Held> bound) {
    private static final JsonMapper JSON = JsonMapper.shared();

    public static final CoapSessions NONE = new CoapSessions(new byte[0], List.of());

    public CoapSessions {
        bound = List.copyOf(bound);
    }

    /** Of a listener that has closed its port. */
    public static CoapSessions of(byte[] dtls, SessionBindings bindings) {
        return new CoapSessions(dtls, bindings.all());
    }

    public void restore(SessionBindings bindings) {
        bindings.restore(bound);
    }

    public Secret text() {
        ObjectNode whole = JSON.createObjectNode().put("dtls", dtls);
        var entries = whole.putArray("bound");
        for (SessionBindings.Held held : bound) {
            SessionBinding binding = held.binding();
            ObjectNode entry = entries.addObject()
                    .put("session", held.session().id())
                    .put("until", held.until().toString())
                    .put("device", binding.device().toString())
                    .put("claim", binding.claim().value().toString())
                    .put("key", binding.key().key().spki())
                    .put("variant", binding.key().variant().name())
                    .put("byToken", binding.byToken());
            binding.modemFirmware().ifPresent(text -> entry.put("modemFirmware", text));
            binding.clientVersion().ifPresent(text -> entry.put("clientVersion", text));
        }
        return new Secret(JSON.writeValueAsString(whole));
    }

    /** Empty when this is none: of a version that wrote them in another way. */
    public static Optional<CoapSessions> parse(Secret text) {
        try {
            JsonNode whole = JSON.readTree(text.reveal());
            return Optional.of(new CoapSessions(
                    Base64.getDecoder().decode(whole.required("dtls").asString()),
                    StreamSupport.stream(whole.required("bound").spliterator(), false)
                            .map(CoapSessions::held)
                            .toList()));
        } catch (JacksonException | IllegalArgumentException | DateTimeException another) {
            return Optional.empty();
        }
    }

    private static SessionBindings.Held held(JsonNode entry) {
        CandidateKey key = new CandidateKey(
                SigStructureVariant.valueOf(entry.required("variant").asString()),
                new P256PublicKey(
                        Base64.getDecoder().decode(entry.required("key").asString())));
        SessionBinding binding = new SessionBinding(
                new DeviceUuid(UUID.fromString(entry.required("device").asString())),
                new ClaimId(UUID.fromString(entry.required("claim").asString())),
                key,
                entry.required("byToken").asBoolean(),
                optional(entry, "modemFirmware"),
                optional(entry, "clientVersion"));
        return new SessionBindings.Held(
                new SessionKey(entry.required("session").asString()),
                binding,
                Instant.parse(entry.required("until").asString()));
    }

    private static Optional<String> optional(JsonNode entry, String name) {
        return entry.has(name) ? Optional.of(entry.get(name).asString()) : Optional.empty();
    }

    @Override
    public String toString() {
        return "CoapSessions[redacted]";
    }
}
