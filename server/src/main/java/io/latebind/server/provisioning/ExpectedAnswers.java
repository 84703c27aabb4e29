package io.latebind.server.provisioning;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How many bytes of the device's report a command's answers will take (specification 3.2). Pure. */
final class ExpectedAnswers {
    private static final int CSR_BYTES = 640;
    private static final int PUBLIC_KEY_BYTES = 530;
    private static final int PLAIN_BYTES = 120;
    /** Without attributes a modem writes its device UUID as the common name. */
    private static final int DEFAULT_SUBJECT_BYTES = 49;
    /** An object identifier below 2.5.4 with its header. */
    private static final int ATTRIBUTE_TYPE_BYTES = 5;
    /** Those outside of 2.5.4 (RFC 2985, RFC 4519). */
    private static final Map<String, Integer> OTHER_TYPE_BYTES =
            Map.of("emailAddress", 11, "domainComponent", 12, "DC", 12, "UID", 12);

    private static final int LONG_FORM_FROM = 128;

    private ExpectedAnswers() {}

    /** All records of the command: its preparatory steps and itself. */
    static int bytesOf(CommandRequest request, int records) {
        return (records - 1) * PLAIN_BYTES + bytesOfItself(request);
    }

    private static int bytesOfItself(CommandRequest request) {
        return switch (request) {
            case CommandRequest.CertificateSigningRequest csr ->
                CSR_BYTES + (4 * subjectDerLength(csr.attributes()) + 2) / 3;
            case CommandRequest.CloudAccessKeyGeneration _ -> CSR_BYTES + (4 * DEFAULT_SUBJECT_BYTES + 2) / 3;
            case CommandRequest.ClientPrivateKeyGeneration _, CommandRequest.EndorsementKeyGeneration _ ->
                PUBLIC_KEY_BYTES;
            case CommandRequest.ServerCertificate _,
                    CommandRequest.ClientCertificate _,
                    CommandRequest.ClientPrivateKey _,
                    CommandRequest.PreSharedKey _,
                    CommandRequest.Config _,
                    CommandRequest.Finished _ -> PLAIN_BYTES;
        };
    }

    /** The length of an X.501 Name with one attribute per RDN (X.690), as the modem writes it. */
    static int subjectDerLength(String attributes) {
        int content = 0;
        if (!attributes.isEmpty()) {
            for (String attribute : attributes.split(",", -1)) {
                int equals = attribute.indexOf('=');
                int value = attribute.substring(equals + 1).getBytes(StandardCharsets.UTF_8).length;
                int type = OTHER_TYPE_BYTES.getOrDefault(
                        attribute.substring(0, Math.max(equals, 0)), ATTRIBUTE_TYPE_BYTES);
                content += element(element(type + element(value)));
            }
        }
        return element(content);
    }

    /** The length of a DER element around that much content. */
    private static int element(int content) {
        return content + (content < LONG_FORM_FROM ? 2 : content <= 255 ? 3 : 4);
    }
}
