package io.latebind.server.provisioning;

import io.latebind.server.kernel.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a provisioning command asks for, already checked (specification 4). The write-only parameters are absent once they were
 * erased.
 */
public sealed interface CommandRequest {
    CommandType type();

    /** The security tag that it writes; none for {@code config} and {@code finished}. */
    default Optional<SecTag> tag() {
        return Optional.empty();
    }

    /** How the service is to sign a certificate for the key that the command makes; empty when it is to sign none (specification 4.1). */
    default Optional<Signing> signing() {
        return Optional.empty();
    }

    record ClientPrivateKeyGeneration(SecTag secTag) implements CommandRequest {
        @Override
        public CommandType type() {
            return CommandType.CLIENT_PRIVATE_KEY_GENERATION;
        }

        @Override
        public Optional<SecTag> tag() {
            return Optional.of(secTag);
        }
    }

    /**
     * @param attributes {@code K=V} joined by commas, printable ASCII without quote and backslash, perhaps empty
     * @param keyUsage nine digits 0 or 1, leftmost is digitalSignature
     * @param signing absent when the user has it signed elsewhere
     */
    record CertificateSigningRequest(SecTag secTag, String attributes, String keyUsage, Optional<Signing> signing)
            implements CommandRequest {
        @Override
        public CommandType type() {
            return CommandType.CERTIFICATE_SIGNING_REQUEST;
        }

        @Override
        public Optional<SecTag> tag() {
            return Optional.of(secTag);
        }
    }

    /** @param signs how the certificate for the new key is signed */
    record CloudAccessKeyGeneration(SecTag secTag, Signing signs) implements CommandRequest {
        @Override
        public CommandType type() {
            return CommandType.CLOUD_ACCESS_KEY_GENERATION;
        }

        @Override
        public Optional<SecTag> tag() {
            return Optional.of(secTag);
        }

        @Override
        public Optional<Signing> signing() {
            return Optional.of(signs);
        }
    }

    /** @param content one or more PEM certificates, LF, nothing outside the blocks */
    record ServerCertificate(SecTag secTag, String content) implements CommandRequest {
        @Override
        public CommandType type() {
            return CommandType.SERVER_CERTIFICATE;
        }

        @Override
        public Optional<SecTag> tag() {
            return Optional.of(secTag);
        }
    }

    /** @param content one or more PEM certificates, LF, nothing outside the blocks */
    record ClientCertificate(SecTag secTag, String content) implements CommandRequest {
        @Override
        public CommandType type() {
            return CommandType.CLIENT_CERTIFICATE;
        }

        @Override
        public Optional<SecTag> tag() {
            return Optional.of(secTag);
        }
    }

    record ClientPrivateKey(SecTag secTag, Optional<EncryptedKey> key) implements CommandRequest {
        /** @param content one ENCRYPTED PRIVATE KEY block that {@code password} opens */
        public record EncryptedKey(Secret content, Secret password) {}

        @Override
        public CommandType type() {
            return CommandType.CLIENT_PRIVATE_KEY;
        }

        @Override
        public Optional<SecTag> tag() {
            return Optional.of(secTag);
        }
    }

    /** @param secret an even number of hex digits, at most 128 */
    record PreSharedKey(SecTag secTag, String identity, Optional<Secret> secret) implements CommandRequest {
        @Override
        public CommandType type() {
            return CommandType.PRE_SHARED_KEY;
        }

        @Override
        public Optional<SecTag> tag() {
            return Optional.of(secTag);
        }
    }

    record EndorsementKeyGeneration(SecTag secTag) implements CommandRequest {
        @Override
        public CommandType type() {
            return CommandType.ENDORSEMENT_KEY_GENERATION;
        }

        @Override
        public Optional<SecTag> tag() {
            return Optional.of(secTag);
        }
    }

    /** @param settings 1..10 pairs in their order */
    record Config(Map<String, String> settings) implements CommandRequest {
        public Config {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }

        @Override
        public CommandType type() {
            return CommandType.CONFIG;
        }
    }

    record Finished() implements CommandRequest {
        @Override
        public CommandType type() {
            return CommandType.FINISHED;
        }
    }
}
