package io.latebind.server.provisioning;

import java.util.Optional;

/** The write-only parameters: which commands have them, and what is left once they are erased (specification 4). Pure. */
public final class CommandSecrets {
    private CommandSecrets() {}

    /** {@code request} with the write-only parameters of {@code stored} where it has none of its own. */
    public static CommandRequest keep(CommandRequest request, CommandRequest stored) {
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
                    CommandRequest.CloudAccessKeyGeneration _,
                    CommandRequest.ServerCertificate _,
                    CommandRequest.ClientCertificate _,
                    CommandRequest.EndorsementKeyGeneration _,
                    CommandRequest.Config _,
                    CommandRequest.Finished _ -> request;
        };
    }

    /** Whether it is of a type with write-only parameters, and lacks them: then the command cannot be delivered. */
    public static boolean missing(CommandRequest request) {
        return switch (request) {
            case CommandRequest.ClientPrivateKey key -> key.key().isEmpty();
            case CommandRequest.PreSharedKey psk -> psk.secret().isEmpty();
            case CommandRequest.ClientPrivateKeyGeneration _,
                    CommandRequest.CertificateSigningRequest _,
                    CommandRequest.CloudAccessKeyGeneration _,
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
                    CommandRequest.CloudAccessKeyGeneration _,
                    CommandRequest.ServerCertificate _,
                    CommandRequest.ClientCertificate _,
                    CommandRequest.EndorsementKeyGeneration _,
                    CommandRequest.Config _,
                    CommandRequest.Finished _ -> request;
        };
    }
}
