package io.latebind.server.provisioning;

import java.util.Optional;

/** The write-only parameters: which commands have them, and what is left once they are erased (specification 4). Pure. */
final class CommandSecrets {
    private CommandSecrets() {}

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
}
