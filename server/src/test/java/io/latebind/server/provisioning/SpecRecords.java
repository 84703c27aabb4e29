package io.latebind.server.provisioning;

import io.latebind.contract.device.DeviceCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500NameBuilder;

/** The records of a command and the length of their answers, written a second time from the words of specification 3.2 and 4. */
final class SpecRecords {
    private static final List<Long> IGNORES_513 = List.of(513L);

    private final String id;
    private final boolean clearing;
    private final List<DeviceCommand> records = new ArrayList<>();

    private SpecRecords(QueuedCommand command, long attempt) {
        // 1, 2, … fffff, 1, 2, …
        long counter = attempt % 0xfffff == 0 ? 0xfffff : attempt % 0xfffff;
        id = command.id() + "." + String.format("%x", counter);
        clearing = command.clearFirst();
    }

    static List<DeviceCommand> of(QueuedCommand command, long attempt) {
        SpecRecords spec = new SpecRecords(command, attempt);
        spec.write(command.requestNow());
        return spec.records;
    }

    private void write(CommandRequest request) {
        switch (request) {
            case CommandRequest.ClientPrivateKeyGeneration key -> {
                step(".s", "3," + key.secTag() + ",2");
                at("", "%KEYGEN", key.secTag() + ",2,1", List.of());
            }
            case CommandRequest.CertificateSigningRequest csr -> {
                step(".s", "3," + csr.secTag() + ",2");
                String quoted = "\"" + csr.attributes() + "\",\"" + csr.keyUsage() + "\"";
                at("", "%KEYGEN", csr.secTag() + ",2,0," + quoted, List.of());
            }
            case CommandRequest.CloudAccessKeyGeneration key -> {
                step(".s", "3," + key.secTag() + ",2");
                at("", "%KEYGEN", key.secTag() + ",2,0", List.of());
            }
            case CommandRequest.ServerCertificate pem -> credential(pem.secTag(), 0, "\"" + pem.content() + "\"");
            case CommandRequest.ClientCertificate pem -> credential(pem.secTag(), 1, "\"" + pem.content() + "\"");
            case CommandRequest.ClientPrivateKey key -> {
                var parts = key.key().orElseThrow();
                String content = parts.content().reveal();
                credential(
                        key.secTag(),
                        2,
                        "\"" + content + "\",\"" + parts.password().reveal() + "\"");
            }
            case CommandRequest.PreSharedKey psk -> {
                if (clearing) {
                    step(".s", "3," + psk.secTag() + ",4");
                    step(".s1", "3," + psk.secTag() + ",3");
                }
                String identity = "0," + psk.secTag() + ",4,\"" + psk.identity() + "\"";
                at(clearing ? ".s2" : ".s", "%CMNG", identity, List.of());
                String secret = psk.secret().orElseThrow().reveal();
                at("", "%CMNG", "0," + psk.secTag() + ",3,\"" + secret + "\"", List.of());
            }
            case CommandRequest.EndorsementKeyGeneration key -> at("", "%KEYGEN", key.secTag() + ",8,1", List.of());
            case CommandRequest.Config config -> records.add(new DeviceCommand.ConfigCommand(id, config.settings()));
            case CommandRequest.Finished _ -> records.add(new DeviceCommand.FinishedCommand(id));
        }
    }

    private void credential(SecTag tag, int type, String value) {
        if (clearing) {
            step(".s", "3," + tag + "," + type);
        }
        at("", "%CMNG", "0," + tag + "," + type + "," + value, List.of());
    }

    private void step(String ending, String parameters) {
        at(ending, "%CMNG", parameters, IGNORES_513);
    }

    private void at(String ending, String setCommand, String parameters, List<Long> ignored) {
        records.add(new DeviceCommand.AtCommand(id + ending, setCommand, parameters, ignored));
    }

    /** Bytes of the answers, a third of one being a whole one. */
    static int answers(QueuedCommand command) {
        int others = 120 * (of(command, 1).size() - 1);
        return others
                + switch (command.requestNow()) {
                    case CommandRequest.CertificateSigningRequest csr ->
                        640 + (int) Math.ceil(subjectDer(csr.attributes()).length * 4 / 3.0);
                    case CommandRequest.CloudAccessKeyGeneration _ ->
                        640 + (int) Math.ceil(subjectDer("CN=" + "x".repeat(36)).length * 4 / 3.0);
                    case CommandRequest.ClientPrivateKeyGeneration _, CommandRequest.EndorsementKeyGeneration _ -> 530;
                    case CommandRequest.ServerCertificate _,
                            CommandRequest.ClientCertificate _,
                            CommandRequest.ClientPrivateKey _,
                            CommandRequest.PreSharedKey _,
                            CommandRequest.Config _,
                            CommandRequest.Finished _ -> 120;
                };
    }

    private static byte[] subjectDer(String attributes) {
        X500NameBuilder name = new X500NameBuilder();
        for (String attribute : attributes.isEmpty() ? new String[0] : attributes.split(",", -1)) {
            String type = attribute.startsWith("emailAddress=") ? "1.2.840.113549.1.9.1" : "2.5.4.3";
            String value = attribute.substring(attribute.indexOf('=') + 1);
            name.addRDN(new ASN1ObjectIdentifier(type), new DERUTF8String(value));
        }
        try {
            return name.build().getEncoded();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }
}
