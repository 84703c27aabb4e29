package io.latebind.server.provisioning;

import java.util.Arrays;
import java.util.Optional;

/** The types of provisioning commands, by their key in {@code request} (specification 4). */
public enum CommandType {
    CLIENT_PRIVATE_KEY_GENERATION("clientPrivateKeyGeneration", Answer.TOKEN),
    CERTIFICATE_SIGNING_REQUEST("certificateSigningRequest", Answer.TOKEN),
    CLOUD_ACCESS_KEY_GENERATION("cloudAccessKeyGeneration", Answer.TOKEN),
    SERVER_CERTIFICATE("serverCertificate", Answer.PLAIN),
    CLIENT_CERTIFICATE("clientCertificate", Answer.PLAIN),
    CLIENT_PRIVATE_KEY("clientPrivateKey", Answer.PLAIN),
    PRE_SHARED_KEY("preSharedKey", Answer.PLAIN),
    ENDORSEMENT_KEY_GENERATION("endorsementKeyGeneration", Answer.TOKEN),
    CONFIG("config", Answer.PLAIN),
    FINISHED("finished", Answer.PLAIN);

    /** What a success tells: nothing, or a KEYGEN token. */
    enum Answer {
        PLAIN,
        TOKEN
    }

    private final String key;
    private final Answer answer;

    CommandType(String key, Answer answer) {
        this.key = key;
        this.answer = answer;
    }

    /** The key in {@code request} and {@code response}. */
    public String key() {
        return key;
    }

    Answer answer() {
        return answer;
    }

    /** Whether it is executed as an AT command. */
    boolean at() {
        return this != CONFIG && this != FINISHED;
    }

    /** Whether it makes a new key pair in its security tag. */
    boolean generatesKey() {
        return this == CLIENT_PRIVATE_KEY_GENERATION
                || this == CERTIFICATE_SIGNING_REQUEST
                || this == CLOUD_ACCESS_KEY_GENERATION;
    }

    public static Optional<CommandType> ofKey(String key) {
        return Arrays.stream(values()).filter(type -> type.key.equals(key)).findFirst();
    }
}
