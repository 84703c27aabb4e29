package io.latebind.cli.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** There was no answer at all: why that may be, and what to do. */
public final class ServiceUnreachable extends CommandFailed {
    private static final long serialVersionUID = 1;

    private ServiceUnreachable(String message, String advice) {
        super(FAILED, message, List.of(advice));
    }

    static ServiceUnreachable of(URI service, IOException fault) {
        if (isUnknownHost(fault)) {
            return new ServiceUnreachable(
                    "The host of " + service + " is not known.", "--url or LATEBIND_URL names another address.");
        }
        SSLException tls = find(fault, SSLException.class);
        if (tls != null) {
            return tls(service, tls);
        }
        if (has(fault, HttpTimeoutException.class)) {
            return new ServiceUnreachable(
                    "Nothing came from " + service + " in time.",
                    "Does it run, and does a firewall let you through? --url or LATEBIND_URL names another address.");
        }
        if (has(fault, ConnectException.class)) {
            return new ServiceUnreachable(
                    "Nobody listens at " + service + ".",
                    "Is the service running? `./latebind serve` starts one; --url or LATEBIND_URL names another address.");
        }
        return new ServiceUnreachable(
                "The connection to " + service + " broke"
                        + (fault.getMessage() == null ? "." : ": " + fault.getMessage() + "."),
                "Try again; if it stays so, is that the address of the REST API (http or https)?");
    }

    static boolean isUnknownHost(IOException fault) {
        return has(fault, UnresolvedAddressException.class);
    }

    private static ServiceUnreachable tls(URI service, SSLException fault) {
        String message = String.valueOf(fault.getMessage());
        if (message.contains("Unsupported or unrecognized SSL message") || message.contains("plaintext connection")) {
            return new ServiceUnreachable(
                    service + " does not speak TLS.", "Write http:// instead of https:// in --url or LATEBIND_URL.");
        }
        return new ServiceUnreachable(
                "The certificate of " + service + " is not trusted: " + message + ".",
                "--ca FILE (or LATEBIND_CA) names the root certificate that it hangs on; the host in the URL must be one of"
                        + " the names in the certificate.");
    }

    private static boolean has(Throwable fault, Class<? extends Throwable> kind) {
        return find(fault, kind) != null;
    }

    private static <T extends Throwable> @Nullable T find(Throwable fault, Class<T> kind) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
        }
        return null;
    }
}
