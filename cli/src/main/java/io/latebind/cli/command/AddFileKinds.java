package io.latebind.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands that bring something along: certificates, and keys, whose secrets are read from files and never shown again. */
final class AddFileKinds {
    private AddFileKinds() {}

    /** A certificate from a file, whosesoever it is. */
    abstract static class Certificate extends SecTagKind {
        @Option(
                names = "--file",
                required = true,
                paramLabel = "FILE",
                description = "The certificate in PEM, of a server also several; - reads the standard input.")
        private String file = "";

        /** @return the exit code */
        final int add(String type) {
            return adding().add(type, secTag().put("content", adding().text(file)));
        }
    }

    /** {@code commands add DEVICE server-cert}. */
    @Command(
            name = "server-cert",
            description = "Writes root certificates of a server (serverCertificate).",
            footer = {"Example:", "  latebind commands add 50363154 server-cert --sec-tag 42 --file ca.pem"})
    static final class ServerCertificate extends Certificate {
        @Override
        public Integer call() {
            return add("serverCertificate");
        }
    }

    /** {@code commands add DEVICE client-cert}. */
    @Command(
            name = "client-cert",
            description = "Writes the device's own certificate (clientCertificate).",
            footer = {"Example:", "  latebind commands add 50363154 client-cert --sec-tag 42 --file device.pem"})
    static final class ClientCertificate extends Certificate {
        @Override
        public Integer call() {
            return add("clientCertificate");
        }
    }

    /** {@code commands add DEVICE client-key}. */
    @Command(
            name = "client-key",
            description = {
                "Writes a private key made elsewhere (clientPrivateKey).",
                "",
                "`key` and `csr` are safer: their keys are made in the modem and never leave it."
            },
            footer = {
                "Example:",
                "  latebind commands add 50363154 client-key --sec-tag 42 \\",
                "      --file key.pem --password-file password.txt"
            })
    static final class ClientKey extends SecTagKind {
        @Option(
                names = "--file",
                required = true,
                paramLabel = "FILE",
                description = "The key, encrypted PKCS#8 in PEM.")
        private String file = "";

        @Option(
                names = "--password-file",
                required = true,
                paramLabel = "FILE",
                description = "A file whose one line opens the key.")
        private String passwordFile = "";

        @Override
        public Integer call() {
            return adding().add(
                            "clientPrivateKey",
                            secTag().put("content", adding().text(file))
                                    .put("password", adding().secret(passwordFile)));
        }
    }

    /** {@code commands add DEVICE psk}. */
    @Command(
            name = "psk",
            description = "Writes a pre-shared key and its identity (preSharedKey).",
            footer = {"Example:", "  latebind commands add 503631 psk --sec-tag 42 --identity m --secret-file k.hex"})
    static final class Psk extends SecTagKind {
        @Option(
                names = "--identity",
                required = true,
                paramLabel = "TEXT",
                description = "Printable ASCII, at most 128 characters.")
        private String identity = "";

        @Option(
                names = "--secret-file",
                required = true,
                paramLabel = "FILE",
                description =
                        "A file whose one line is the key in hex digits, at most 128; - reads the standard input.")
        private String secretFile = "";

        @Override
        public Integer call() {
            return adding().add(
                            "preSharedKey",
                            secTag().put("identity", identity).put("secret", adding().secret(secretFile)));
        }
    }
}
