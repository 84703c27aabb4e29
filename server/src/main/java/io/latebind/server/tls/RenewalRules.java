package io.latebind.server.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** When a server certificate is to be replaced. */
final class RenewalRules {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private RenewalRules() {}

    /** Due after two thirds of its life; also before its beginning, which happens when this machine's clock was ahead as it was made. */
    static boolean isDue(X509Certificate certificate, Instant now) {
        Instant start = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        Instant due = start.plus(Duration.between(start, end).multipliedBy(2).dividedBy(3));
        return now.isBefore(start) || !now.isBefore(due);
    }

    /** Whether a certificate holds exactly these names, in any order. */
    static boolean holds(X509Certificate certificate, List<String> names) {
        Set<String> wanted = new HashSet<>();
        names.forEach(name -> wanted.add(normal(name)));
        return wanted.equals(namesIn(certificate));
    }

    private static Set<String> namesIn(X509Certificate certificate) {
        Set<String> names = new HashSet<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    boolean known =
                            alternative.getFirst() instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS);
                    names.add(known ? normal(String.valueOf(alternative.get(1))) : "unknown");
                }
            }
        } catch (CertificateParsingException damaged) {
            names.clear();
        }
        return names;
    }

    /** IPv6 addresses have many spellings; Java's own is taken for all. */
    private static String normal(String name) {
        if (name.indexOf(':') < 0) {
            return name;
        }
        try {
            return InetAddress.getByAddress(InetAddress.ofLiteral(name).getAddress())
                    .getHostAddress();
        } catch (IllegalArgumentException | UnknownHostException notAnAddress) {
            return name;
        }
    }
}
