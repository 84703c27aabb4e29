package io.latebind.server.provisioning;

import io.latebind.server.kernel.Secret;
import java.io.IOException;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PBEParameter;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/** An encrypted private key (RFC 5958) as {@code clientPrivateKey} takes it. Reasons never hold a part of it. Pure. */
public final class PrivateKeyContent {
    private static final String LABEL = "ENCRYPTED PRIVATE KEY";
    /** More would cost the service seconds of work for one request. */
    private static final int MAX_ITERATIONS = 1_000_000;

    private static final String MAKE_ONE = "make one with: openssl pkcs8 -topk8 -v2 aes-128-cbc";

    private PrivateKeyContent() {}

    /** The key, written anew; bad when it is not one encrypted PKCS#8 block that {@code password} opens. */
    public static Checked<Secret> check(Secret content, Secret password) {
        return switch (PemBlocks.parse(content.reveal())) {
            case Checked.Bad<List<PemBlocks.Block>>(String reason) -> new Checked.Bad<>(reason);
            case Checked.Good<List<PemBlocks.Block>>(List<PemBlocks.Block> blocks) -> check(blocks, password);
        };
    }

    private static Checked<Secret> check(List<PemBlocks.Block> blocks, Secret password) {
        if (blocks.size() != 1 || !blocks.getFirst().label().equals(LABEL)) {
            return new Checked.Bad<>("must be exactly one block " + LABEL + " and holds "
                    + String.join(
                            ", ", blocks.stream().map(PemBlocks.Block::label).toList()) + "; " + MAKE_ONE);
        }
        try {
            PKCS8EncryptedPrivateKeyInfo encrypted =
                    new PKCS8EncryptedPrivateKeyInfo(blocks.getFirst().der());
            int iterations = iterations(encrypted.toASN1Structure().getEncryptionAlgorithm());
            if (iterations < 1 || iterations > MAX_ITERATIONS) {
                return new Checked.Bad<>(
                        "is derived from its password in a way or with a number of iterations that is not"
                                + " supported: PBKDF2 with at most " + MAX_ITERATIONS + " iterations is; " + MAKE_ONE);
            }
            encrypted.decryptPrivateKeyInfo(new JcePKCSPBEInputDecryptorProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(password.reveal().toCharArray()));
            return new Checked.Good<>(new Secret(PemBlocks.write(blocks)));
        } catch (PKCSException wrongPassword) {
            return new Checked.Bad<>("is not opened by its password");
        } catch (IOException | IllegalArgumentException | ClassCastException notPkcs8) {
            return new Checked.Bad<>("is not an encrypted PKCS#8 private key; " + MAKE_ONE);
        }
    }

    /** 0 for a derivation that is not supported. */
    private static int iterations(AlgorithmIdentifier algorithm) {
        ASN1Encodable parameters = algorithm.getParameters();
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
            PBES2Parameters pbes2 = PBES2Parameters.getInstance(parameters);
            return pbes2.getKeyDerivationFunc().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)
                    ? bounded(PBKDF2Params.getInstance(
                                    pbes2.getKeyDerivationFunc().getParameters())
                            .getIterationCount())
                    : 0;
        }
        if (algorithm.getAlgorithm().on(PKCSObjectIdentifiers.pkcs_12PbeIds)) {
            return bounded(PKCS12PBEParams.getInstance(parameters).getIterations());
        }
        return bounded(PBEParameter.getInstance(parameters).getIterationCount());
    }

    private static int bounded(java.math.BigInteger count) {
        return count.bitLength() < Integer.SIZE ? count.intValue() : 0;
    }
}
