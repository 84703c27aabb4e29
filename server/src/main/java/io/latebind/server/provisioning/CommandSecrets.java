package io.latebind.server.provisioning;

import io.latebind.server.kernel.Secret;
import java.util.Optional;

/** The write-only parameters: which commands have them, and what is left once they are erased (specification 4). Pure. */
public final class CommandSecrets {
    private CommandSecrets() {}

    /** {@code request} with the write-only parameters of {@code stored} where it has none of its own. */
    static CommandRequest keep(CommandRequest request, CommandRequest stored) {
        return switch (request) {
            case CommandRequest.ClientPrivateKey key
            when key.key().isEmpty() && stored instanceof CommandRequest.ClientPrivateKey old ->
                new CommandRequest.ClientPrivateKey(key.secTag(), old.key());
            case CommandRequest.PreSharedKey psk
            when psk.secret().isEmpty() && stored instanceof CommandRequest.PreSharedKey old ->
                new CommandRequest.PreSharedKey(psk.secTag(), psk.identity(), old.secret());
            case CommandRequest.ClientPrivateKey _,
                    CommandRequest.PreSharedKey _,
                    CommandRequest.ClientPrivateKeyGeneration _,
                    CommandRequest.CertificateSigningRequest _,
                    CommandRequest.ServerCertificate _,
                    CommandRequest.ClientCertificate _,
                    CommandRequest.EndorsementKeyGeneration _,
                    CommandRequest.Config _,
                    CommandRequest.Finished _ -> request;
        };
    }

    /** Whether a write-only parameter was erased and is not back yet: then the command cannot be delivered. */
    static boolean missing(CommandRequest request) {
        return switch (request) {
            case CommandRequest.ClientPrivateKey key -> key.key().isEmpty();
            case CommandRequest.PreSharedKey psk -> psk.secret().isEmpty();
            case CommandRequest.ClientPrivateKeyGeneration _,
                    CommandRequest.CertificateSigningRequest _,
                    CommandRequest.ServerCertificate _,
                    CommandRequest.ClientCertificate _,
                    CommandRequest.EndorsementKeyGeneration _,
                    CommandRequest.Config _,
                    CommandRequest.Finished _ -> false;
        };
    }

    static CommandRequest erase(CommandRequest request) {
        return switch (request) {
            case CommandRequest.ClientPrivateKey key ->
                new CommandRequest.ClientPrivateKey(key.secTag(), Optional.empty());
            case CommandRequest.PreSharedKey psk ->
                new CommandRequest.PreSharedKey(psk.secTag(), psk.identity(), Optional.empty());
            case CommandRequest.ClientPrivateKeyGeneration _,
                    CommandRequest.CertificateSigningRequest _,
                    CommandRequest.ServerCertificate _,
                    CommandRequest.ClientCertificate _,
                    CommandRequest.EndorsementKeyGeneration _,
                    CommandRequest.Config _,
                    CommandRequest.Finished _ -> request;
        };
    }

    /** {@code wanted}, with the write-only parameters of {@code stored} where it has none of its own and both are of one type. */
    public static CommandRequest kept(CommandRequest wanted, CommandRequest stored) {
        return switch (wanted) {
            case CommandRequest.ClientPrivateKey(SecTag tag, Optional<CommandRequest.ClientPrivateKey.EncryptedKey> key)
            when key.isEmpty() && stored instanceof CommandRequest.ClientPrivateKey old ->
                new CommandRequest.ClientPrivateKey(tag, old.key());
            case CommandRequest.PreSharedKey(SecTag tag, String identity, Optional<Secret> secret)
            when secret.isEmpty() && stored instanceof CommandRequest.PreSharedKey old ->
                new CommandRequest.PreSharedKey(tag, identity, old.secret());
            default -> wanted;
        };
    }

    /** Whether it is of a type with write-only parameters, and lacks them. */
    public static boolean absent(CommandRequest request) {
        return switch (request) {
            case CommandRequest.ClientPrivateKey key -> key.key().isEmpty();
            case CommandRequest.PreSharedKey psk -> psk.secret().isEmpty();
            default -> false;
        };
    }
}
