package io.latebind.server.provisioning.api;

import io.latebind.server.http.BodyFields;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.JsonBody;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Secret;
import io.latebind.server.provisioning.CertificateContent;
import io.latebind.server.provisioning.Checked;
import io.latebind.server.provisioning.CommandChange;
import io.latebind.server.provisioning.CommandRequest;
import io.latebind.server.provisioning.CommandType;
import io.latebind.server.provisioning.NewCommand;
import io.latebind.server.provisioning.ParameterRules;
import io.latebind.server.provisioning.PrivateKeyContent;
import io.latebind.server.provisioning.SecTag;
import io.latebind.server.provisioning.Signing;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The bodies that create and change a command: {@code {"description"?, "request": {"<key>": {…}}}} (specification 4). In a change
 * the request may be absent, and in it its write-only parameters. Rules have lists of them.
 */
public final class CommandBody {
    private static final String AUTHORITY = "authority";
    private static final String PROFILE = "profile";
    private static final CommandRequest STAND_IN = new CommandRequest.Finished();

    private CommandBody() {}

    /** Whether write-only parameters must be there. */
    public enum Secrets {
        REQUIRED,
        /** They may be left out where the same ones are stored already; all of a command's, or none. */
        KEEPABLE
    }

    /** Refused with every bad field at once (BAD_FIELD). */
    static Outcome<NewCommand> read(HttpCall call) {
        return JsonBody.fields(call).then(body -> {
            NewCommand command = parse(body, Secrets.REQUIRED);
            return body.accept(() -> command);
        });
    }

    /** Reads one command of a larger body, where problems are collected; only good once the whole body was accepted. */
    public static NewCommand parse(BodyFields body, Secrets secrets) {
        Optional<String> description = description(body);
        Optional<BodyFields> request = body.requireObject("request");
        return new NewCommand(
                description, request.map(fields -> command(fields, secrets)).orElse(STAND_IN));
    }

    /** Refused with every bad field at once (BAD_FIELD). */
    static Outcome<CommandChange> readChange(HttpCall call) {
        return JsonBody.fields(call).then(body -> {
            Optional<String> description = description(body);
            Optional<BodyFields> request = body.has("request") ? body.requireObject("request") : Optional.empty();
            body.knows(List.of("request"));
            Optional<CommandRequest> command = request.map(fields -> command(fields, Secrets.KEEPABLE));
            if (description.isEmpty() && request.isEmpty() && !body.hasProblems()) {
                body.problem("", "Nothing is to be changed; send description or request.");
            }
            return body.accept(() -> new CommandChange(description, command));
        });
    }

    private static Optional<String> description(BodyFields body) {
        return body.optionalText("description")
                .map(text -> good(body, "description", ParameterRules.description(text), ""));
    }

    private static CommandRequest command(BodyFields request, Secrets secrets) {
        List<String> known =
                Arrays.stream(CommandType.values()).map(CommandType::key).toList();
        List<String> keys = request.names();
        if (keys.size() != 1) {
            // not unknown fields besides: what is wrong is their number
            request.knows(keys);
            request.problem(
                    "",
                    "request has " + keys.size() + " keys and must have exactly one, the command type: "
                            + String.join(", ", known));
            return STAND_IN;
        }
        Optional<CommandType> type = CommandType.ofKey(keys.getFirst());
        if (type.isEmpty()) {
            request.knows(known);
            return STAND_IN;
        }
        return request.requireObject(type.get().key())
                .map(parameters -> command(type.get(), parameters, secrets))
                .orElse(STAND_IN);
    }

    private static CommandRequest command(CommandType type, BodyFields parameters, Secrets secrets) {
        return switch (type) {
            case CLIENT_PRIVATE_KEY_GENERATION -> new CommandRequest.ClientPrivateKeyGeneration(secTag(parameters));
            case CERTIFICATE_SIGNING_REQUEST ->
                new CommandRequest.CertificateSigningRequest(
                        secTag(parameters),
                        text(parameters, "attributes", ParameterRules::attributes),
                        text(parameters, "keyUsage", ParameterRules::keyUsage),
                        signingIfWanted(parameters));
            case CLOUD_ACCESS_KEY_GENERATION ->
                new CommandRequest.CloudAccessKeyGeneration(secTag(parameters), signing(parameters));
            case SERVER_CERTIFICATE ->
                new CommandRequest.ServerCertificate(secTag(parameters), certificates(parameters));
            case CLIENT_CERTIFICATE ->
                new CommandRequest.ClientCertificate(secTag(parameters), certificates(parameters));
            case CLIENT_PRIVATE_KEY -> clientPrivateKey(parameters, secrets);
            case PRE_SHARED_KEY ->
                new CommandRequest.PreSharedKey(
                        secTag(parameters),
                        text(parameters, "identity", ParameterRules::identity),
                        mayKeep(parameters, secrets, "secret")
                                ? Optional.empty()
                                : secret(parameters, "secret", ParameterRules::pskSecret));
            case ENDORSEMENT_KEY_GENERATION -> new CommandRequest.EndorsementKeyGeneration(secTag(parameters));
            case CONFIG -> config(parameters);
            case FINISHED -> STAND_IN;
        };
    }

    private static SecTag secTag(BodyFields parameters) {
        return new SecTag((int) parameters.requireInteger("secTag", 0, Integer.MAX_VALUE));
    }

    /** A certificate signing request is the user's to have signed, unless it says {@code "sign": true}. */
    private static Optional<Signing> signingIfWanted(BodyFields parameters) {
        boolean sign = parameters.optionalBoolean("sign").orElse(false);
        Signing signing = signing(parameters);
        if (sign) {
            return Optional.of(signing);
        }
        Stream.of(AUTHORITY, PROFILE)
                .filter(parameters::has)
                .forEach(
                        name -> parameters.problem(
                                name,
                                parameters.pointer(name)
                                        + " is for requests that this service signs: say \"sign\": true beside it, or leave it out."));
        return Optional.empty();
    }

    private static Signing signing(BodyFields parameters) {
        return new Signing(name(parameters, AUTHORITY), name(parameters, PROFILE));
    }

    private static Optional<String> name(BodyFields parameters, String field) {
        return parameters
                .optionalText(field)
                .map(text -> good(parameters, field, named(field, ParameterRules.name(text)), ""));
    }

    private static String certificates(BodyFields parameters) {
        return text(parameters, "content", content -> named("content", CertificateContent.check(content)));
    }

    /** Whether none of the write-only parameters is there, and none has to be: one of several alone is not enough. */
    private static boolean mayKeep(BodyFields parameters, Secrets secrets, String... names) {
        parameters.knows(List.of(names));
        return secrets == Secrets.KEEPABLE && Arrays.stream(names).noneMatch(parameters::has);
    }

    private static CommandRequest clientPrivateKey(BodyFields parameters, Secrets secrets) {
        SecTag tag = secTag(parameters);
        if (mayKeep(parameters, secrets, "content", "password")) {
            return new CommandRequest.ClientPrivateKey(tag, Optional.empty());
        }
        String content = parameters.requireText("content");
        Optional<Secret> password = secret(parameters, "password", ParameterRules::password);
        // a password that is refused itself opens nothing: one problem, not two
        if (content.isEmpty()
                || password.filter(text -> !text.reveal().isEmpty()).isEmpty()) {
            return new CommandRequest.ClientPrivateKey(tag, Optional.empty());
        }
        Checked<Secret> key = named("content", PrivateKeyContent.check(new Secret(content), password.get()));
        Secret checked = good(parameters, "content", key, new Secret(""));
        return new CommandRequest.ClientPrivateKey(
                tag, Optional.of(new CommandRequest.ClientPrivateKey.EncryptedKey(checked, password.get())));
    }

    private static CommandRequest config(BodyFields settings) {
        if (settings.names().equals(List.of("properties")) && settings.isObject("properties")) {
            settings.knows(settings.names());
            settings.problem(
                    "properties",
                    "config takes the settings themselves, without a properties object around them:"
                            + " {\"config\":{\"key\":\"value\"}}");
            return STAND_IN;
        }
        Map<String, String> pairs = settings.textPairs();
        return settings.hasProblems()
                ? STAND_IN
                : new CommandRequest.Config(good(settings, "", ParameterRules.settings(pairs), Map.of()));
    }

    /** A text that may be empty, but must be there. */
    private static String text(BodyFields parameters, String name, Function<String, Checked<String>> rule) {
        return parameters
                .requireTextOrEmpty(name)
                .map(text -> good(parameters, name, rule.apply(text), ""))
                .orElse("");
    }

    private static Optional<Secret> secret(BodyFields parameters, String name, Function<Secret, Checked<Secret>> rule) {
        return parameters
                .requireTextOrEmpty(name)
                .map(text -> good(parameters, name, rule.apply(new Secret(text)), new Secret("")));
    }

    private static <T> T good(BodyFields fields, String name, Checked<T> checked, T standIn) {
        return switch (checked) {
            case Checked.Good<T>(T value) -> value;
            case Checked.Bad<T>(String reason) -> {
                fields.problem(name, reason);
                yield standIn;
            }
        };
    }

    private static <T> Checked<T> named(String name, Checked<T> checked) {
        return switch (checked) {
            case Checked.Good<T> good -> good;
            case Checked.Bad<T>(String reason) -> new Checked.Bad<>(name + " " + reason);
        };
    }
}
