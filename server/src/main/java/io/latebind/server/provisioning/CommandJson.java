package io.latebind.server.provisioning;

import io.latebind.server.kernel.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests and results as JSON, in the form of the REST API (specification 4): {@code request} without its write-only parameters,
 * and these apart. Reads only what it wrote itself.
 */
public final class CommandJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String SIGN = "sign";
    private static final String AUTHORITY = "authority";
    private static final String PROFILE = "profile";

    private CommandJson() {}

    /** {@code {"<key>": {…}}}, without the write-only parameters. */
    public static ObjectNode request(CommandRequest request) {
        ObjectNode whole = JSON.createObjectNode();
        ObjectNode parameters = whole.putObject(request.type().key());
        request.tag().ifPresent(tag -> parameters.put("secTag", tag.value()));
        switch (request) {
            case CommandRequest.CertificateSigningRequest csr -> {
                parameters.put("attributes", csr.attributes()).put("keyUsage", csr.keyUsage());
                csr.signing().ifPresent(signing -> write(parameters.put(SIGN, true), signing));
            }
            case CommandRequest.CloudAccessKeyGeneration key -> write(parameters, key.signs());
            case CommandRequest.ServerCertificate certificate -> parameters.put("content", certificate.content());
            case CommandRequest.ClientCertificate certificate -> parameters.put("content", certificate.content());
            case CommandRequest.PreSharedKey psk -> parameters.put("identity", psk.identity());
            case CommandRequest.Config config -> config.settings().forEach(parameters::put);
            case CommandRequest.ClientPrivateKeyGeneration _,
                    CommandRequest.ClientPrivateKey _,
                    CommandRequest.EndorsementKeyGeneration _,
                    CommandRequest.Finished _ -> {
                // nothing besides the security tag is readable
            }
        }
        return whole;
    }

    private static void write(ObjectNode parameters, Signing signing) {
        signing.authority().ifPresent(name -> parameters.put(AUTHORITY, name));
        signing.profile().ifPresent(name -> parameters.put(PROFILE, name));
    }

    private static Signing signing(JsonNode parameters) {
        return new Signing(name(parameters, AUTHORITY), name(parameters, PROFILE));
    }

    private static Optional<String> name(JsonNode parameters, String field) {
        return parameters.has(field) ? Optional.of(text(parameters, field)) : Optional.empty();
    }

    /** As {@link #request}, in plain maps and texts. */
    public static Map<String, Object> requestValues(CommandRequest request) {
        return JSON.convertValue(request(request), new TypeReference<Map<String, Object>>() {});
    }

    /** The write-only parameters; empty when the command has none or they were erased. */
    public static Optional<Secret> secret(CommandRequest request) {
        return switch (request) {
            case CommandRequest.ClientPrivateKey(
                    SecTag _,
                    Optional<CommandRequest.ClientPrivateKey.EncryptedKey> key) ->
                key.map(parts -> new Secret(JSON.createObjectNode()
                        .put("content", parts.content().reveal())
                        .put("password", parts.password().reveal())
                        .toString()));
            case CommandRequest.PreSharedKey(SecTag _, String _, Optional<Secret> secret) -> secret;
            case CommandRequest.ClientPrivateKeyGeneration _,
                    CommandRequest.CertificateSigningRequest _,
                    CommandRequest.CloudAccessKeyGeneration _,
                    CommandRequest.ServerCertificate _,
                    CommandRequest.ClientCertificate _,
                    CommandRequest.EndorsementKeyGeneration _,
                    CommandRequest.Config _,
                    CommandRequest.Finished _ -> Optional.empty();
        };
    }

    /** What {@link #request} and {@link #secret} wrote. */
    public static CommandRequest read(CommandType type, String request, Optional<Secret> secret) {
        JsonNode parameters = JSON.readTree(request).path(type.key());
        SecTag tag = new SecTag(parameters.path("secTag").asInt(0));
        return switch (type) {
            case CLIENT_PRIVATE_KEY_GENERATION -> new CommandRequest.ClientPrivateKeyGeneration(tag);
            case CERTIFICATE_SIGNING_REQUEST ->
                new CommandRequest.CertificateSigningRequest(
                        tag,
                        text(parameters, "attributes"),
                        text(parameters, "keyUsage"),
                        parameters.path(SIGN).asBoolean(false) ? Optional.of(signing(parameters)) : Optional.empty());
            case CLOUD_ACCESS_KEY_GENERATION -> new CommandRequest.CloudAccessKeyGeneration(tag, signing(parameters));
            case SERVER_CERTIFICATE -> new CommandRequest.ServerCertificate(tag, text(parameters, "content"));
            case CLIENT_CERTIFICATE -> new CommandRequest.ClientCertificate(tag, text(parameters, "content"));
            case CLIENT_PRIVATE_KEY -> new CommandRequest.ClientPrivateKey(tag, secret.map(CommandJson::encryptedKey));
            case PRE_SHARED_KEY -> new CommandRequest.PreSharedKey(tag, text(parameters, "identity"), secret);
            case ENDORSEMENT_KEY_GENERATION -> new CommandRequest.EndorsementKeyGeneration(tag);
            case CONFIG -> new CommandRequest.Config(settings(parameters));
            case FINISHED -> new CommandRequest.Finished();
        };
    }

    /** {@code response} as REST shows it. */
    public static ObjectNode response(CommandType type, CommandResult result) {
        ObjectNode whole = JSON.createObjectNode();
        switch (result) {
            case CommandResult.Success(Optional<String> token) -> {
                ObjectNode success = whole.putObject(type.key());
                token.ifPresent(value -> success.put("message", value));
            }
            case CommandResult.Failure(Optional<Long> cmeError, String message) -> {
                ObjectNode failure = whole.putObject("error");
                cmeError.ifPresent(number -> failure.put("cmeError", number));
                failure.put("message", message);
            }
        }
        return whole;
    }

    /** What {@link #response} wrote. */
    public static Optional<CommandResult> readResponse(CommandType type, @Nullable String response) {
        if (response == null) {
            return Optional.empty();
        }
        JsonNode whole = JSON.readTree(response);
        if (whole.has("error")) {
            JsonNode failure = whole.path("error");
            Optional<Long> cmeError = failure.has("cmeError")
                    ? Optional.of(failure.path("cmeError").asLong())
                    : Optional.empty();
            return Optional.of(new CommandResult.Failure(cmeError, text(failure, "message")));
        }
        JsonNode success = whole.path(type.key());
        return Optional.of(new CommandResult.Success(
                success.has("message") ? Optional.of(text(success, "message")) : Optional.empty()));
    }

    private static CommandRequest.ClientPrivateKey.EncryptedKey encryptedKey(Secret secret) {
        JsonNode parts = JSON.readTree(secret.reveal());
        return new CommandRequest.ClientPrivateKey.EncryptedKey(
                new Secret(text(parts, "content")), new Secret(text(parts, "password")));
    }

    private static Map<String, String> settings(JsonNode parameters) {
        Map<String, String> settings = new LinkedHashMap<>();
        parameters
                .properties()
                .forEach(pair -> settings.put(pair.getKey(), pair.getValue().asString()));
        return settings;
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString();
    }
}
