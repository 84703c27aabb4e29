package io.latebind.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The commands for which a security tag, and at most a few words, are enough: keys that the modem makes. */
final class AddSecTagKinds {
    private AddSecTagKinds() {}

    /** {@code commands add DEVICE key}. */
    @Command(
            name = "key",
            description = {
                "Makes a private key in the modem.",
                "",
                "It never leaves the modem; the answer is its public key, signed by the device (clientPrivateKeyGeneration)."
            },
            footer = {"Example:", "  latebind commands add 50363154 key --sec-tag 42"})
    static final class Key extends SecTagKind {
        @Override
        public Integer call() {
            return adding().add("clientPrivateKeyGeneration", secTag());
        }
    }

    /** {@code commands add DEVICE csr}. */
    @Command(
            name = "csr",
            description = {
                "Makes a private key and a certificate request for it.",
                "",
                "The key never leaves the modem; the request is signed by the device (certificateSigningRequest). When it was answered: `commands show DEVICE COMMAND --pem` prints the request to sign, and `client-cert` brings the"
                        + " certificate to the device."
            },
            footer = {"Example:", "  latebind commands add 50363154 csr --sec-tag 42 --attributes CN=meter-7"})
    static final class Csr extends SecTagKind {
        @Option(
                names = "--attributes",
                paramLabel = "K=V,…",
                defaultValue = "CN={device}",
                description = {
                    "The subject, like O=Example,L=Oslo,C=no. {device} stands for the device's UUID (default: ${DEFAULT-VALUE})."
                })
        private String attributes = "";

        @Option(
                names = "--key-usage",
                paramLabel = "BITS",
                defaultValue = "101010000",
                description = {
                    "Nine digits 0 or 1, leftmost first: digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment,"
                            + " keyAgreement, keyCertSign, cRLSign, encipherOnly, decipherOnly (default: ${DEFAULT-VALUE})."
                })
        private String keyUsage = "";

        @Option(
                names = "--sign",
                description = "The service signs the certificate and sends it by itself, like cloud-key does.")
        private boolean sign;

        @Mixin
        @SuppressWarnings("NullAway.Init")
        private SigningNames signing;

        @Override
        public Integer call() {
            return adding().add("certificateSigningRequest", device -> {
                ObjectNode parameters = secTag().put("attributes", attributes.replace("{device}", device))
                        .put("keyUsage", keyUsage);
                // names without --sign go as they are: the service says what is wrong
                return signing.into(sign ? parameters.put("sign", true) : parameters);
            });
        }
    }

    /** {@code commands add DEVICE cloud-key}. */
    @Command(
            name = "cloud-key",
            description = {
                "Makes a key for which the service issues the certificate.",
                "",
                "The certificate is sent by itself (cloudAccessKeyGeneration), before the first finished behind this command."
            },
            footer = {"Example:", "  latebind commands add 50363154 cloud-key --sec-tag 42 finished"})
    static final class CloudKey extends SecTagKind {
        @Mixin
        @SuppressWarnings("NullAway.Init")
        private SigningNames signing;

        @Override
        public Integer call() {
            return adding().add("cloudAccessKeyGeneration", signing.into(secTag()));
        }
    }

    /** {@code commands add DEVICE endorsement-key}. */
    @Command(
            name = "endorsement-key",
            description = "Makes an endorsement key in the modem (endorsementKeyGeneration).",
            footer = {"Example:", "  latebind commands add 50363154 endorsement-key --sec-tag 42"})
    static final class EndorsementKey extends SecTagKind {
        @Override
        public Integer call() {
            return adding().add("endorsementKeyGeneration", secTag());
        }
    }
}
