package io.latebind.server.certificate.store;

import io.latebind.server.certificate.PemBlock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;

/** Lists of certificates as columns of the type {@code bytea[]}. */
final class CertificateColumns {
    private CertificateColumns() {}

    static byte[][] ders(List<X509CertificateHolder> certificates) {
        return certificates.stream().map(PemBlock::der).toArray(byte[][]::new);
    }

    /** What {@link #ders} gave. */
    static List<X509CertificateHolder> certificates(ResultSet row, String column) throws SQLException {
        List<X509CertificateHolder> certificates = new ArrayList<>();
        for (Object der : (Object[]) row.getArray(column).getArray()) {
            certificates.add(PemBlock.read((byte[]) der));
        }
        return certificates;
    }
}
