package io.latebind.server.provisioning;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;

/** PEM certificates as {@code serverCertificate} and {@code clientCertificate} take them. Pure. */
public final class CertificateContent {
    private static final String LABEL = "CERTIFICATE";
    private static final byte DER_SEQUENCE = 0x30;

    private CertificateContent() {}

    /** The certificates, written anew; bad when any block is not an X.509 certificate. */
    public static Checked<String> check(String content) {
        return switch (PemBlocks.parse(content)) {
            case Checked.Bad<List<PemBlocks.Block>>(String reason) -> new Checked.Bad<>(reason);
            case Checked.Good<List<PemBlocks.Block>>(List<PemBlocks.Block> blocks) -> check(blocks);
        };
    }

    private static Checked<String> check(List<PemBlocks.Block> blocks) {
        for (int i = 0; i < blocks.size(); i++) {
            PemBlocks.Block block = blocks.get(i);
            if (!block.label().equals(LABEL)) {
                return new Checked.Bad<>("holds a block " + block.label() + "; only " + LABEL + " blocks belong here");
            }
            if (!isCertificate(block.der())) {
                return new Checked.Bad<>("holds, as block " + (i + 1) + ", what is not an X.509 certificate");
            }
        }
        return new Checked.Good<>(PemBlocks.write(blocks));
    }

    private static boolean isCertificate(byte[] der) {
        // the factory would take PEM inside the PEM too, which no modem does
        if (der.length == 0 || der[0] != DER_SEQUENCE) {
            return false;
        }
        try {
            ByteArrayInputStream bytes = new ByteArrayInputStream(der);
            CertificateFactory.getInstance("X.509").generateCertificate(bytes);
            return bytes.available() == 0;
        } catch (CertificateException notOne) {
            return false;
        }
    }
}
