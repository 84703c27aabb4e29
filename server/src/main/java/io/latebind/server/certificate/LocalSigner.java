package io.latebind.server.certificate;

import java.io.IOException;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/**
 * Signs with keys that the service holds (RFC 5280). Names are made of objects, one for each value: no value is ever read as a part of a
 * name. Certificates leave out what a verifier can do without, since modems have little room.
 */
public final class LocalSigner implements Signer {
    @Override
    public SignerAnswer sign(SigningOrder order) {
        X509CertificateHolder issuer = order.authority().issuer().orElseThrow();
        AuthorityKeys keys = AuthorityKeys.read(order.secret().orElseThrow());
        try {
            return new SignerAnswer.Signed(
                    builder(order, issuer).build(SigningAlgorithm.of(keys.issuing())),
                    order.authority().chain());
        } catch (IOException failure) {
            throw new IllegalStateException("a certificate could not be made", failure);
        }
    }

    private static X509v3CertificateBuilder builder(SigningOrder order, X509CertificateHolder issuer)
            throws IOException {
        CertificateContent content = order.content();
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                        issuer.getSubject(),
                        order.serial(),
                        Date.from(order.validity().notBefore()),
                        Date.from(order.validity().notAfter()),
                        name(content.subject()),
                        SubjectPublicKeyInfo.getInstance(order.request().key().spki()))
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(
                        Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(identifierOf(issuer)));
        if (!content.keyUsage().isEmpty()) {
            int bits = content.keyUsage().stream().mapToInt(LeafKeyUsage::bit).reduce(0, (one, other) -> one | other);
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(bits));
        }
        if (!content.purposes().isEmpty()) {
            builder.addExtension(Extension.extendedKeyUsage, false, purposes(content.purposes()));
        }
        if (!content.alternatives().isEmpty()) {
            GeneralName[] names = content.alternatives().stream()
                    .map(name -> new GeneralName(name.kind().tag(), new DERIA5String(name.value())))
                    .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        if (order.revocationList().isPresent()) {
            GeneralName place = new GeneralName(
                    GeneralName.uniformResourceIdentifier,
                    new DERIA5String(order.revocationList().get()));
            DistributionPoint point =
                    new DistributionPoint(new DistributionPointName(new GeneralNames(place)), null, null);
            builder.addExtension(
                    Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {point}));
        }
        return builder;
    }

    private static ExtendedKeyUsage purposes(List<KeyPurpose> purposes) {
        return new ExtendedKeyUsage(purposes.stream()
                .map(purpose -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(purpose.oid())))
                .toArray(KeyPurposeId[]::new));
    }

    static X500Name name(List<CertificateContent.SubjectPart> subject) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        subject.forEach(part -> name.addRDN(
                part.attribute().oid(),
                part.attribute().printableOnly()
                        ? new DERPrintableString(part.value())
                        : new DERUTF8String(part.value())));
        return name.build();
    }

    /** As the issuer's own certificate says: verifiers compare the two. */
    static byte[] identifierOf(X509CertificateHolder issuer) {
        SubjectKeyIdentifier own = SubjectKeyIdentifier.fromExtensions(issuer.getExtensions());
        return own == null ? KeyIdentifier.of(issuer.getSubjectPublicKeyInfo()).bytes() : own.getKeyIdentifier();
    }
}
