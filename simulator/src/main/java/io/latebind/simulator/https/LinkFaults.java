package io.latebind.simulator.https;

import io.latebind.simulator.client.DeviceAnswer;
import io.latebind.simulator.client.LinkFault;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What an exception of a connection means. */
final class LinkFaults {
    private LinkFaults() {}

    /** @param address {@code host:port}, for the text */
    static DeviceAnswer.NoAnswer of(IOException failure, String address) {
        LinkFault fault = faultOf(failure);
        String text = switch (fault) {
            case CONNECTION_REFUSED -> address + " refused the connection";
            case UNKNOWN_HOST -> "the host of " + address + " is not known";
            case TIMED_OUT -> address + " did not answer in time";
            case CONNECTION_LOST -> "the connection to " + address + " broke: " + failure.getMessage();
            case UNTRUSTED_CERTIFICATE ->
                "the certificate of " + address + " is not signed by the given root, or not valid now";
            case WRONG_HOST_NAME -> "the certificate of " + address + " is for other host names";
            case TLS_FAILED -> "no TLS with " + address + ": " + failure.getMessage();
            case NOT_HTTP -> "what " + address + " answers is not HTTP: " + failure.getMessage();
        };
        return new DeviceAnswer.NoAnswer(fault, text);
    }

    private static LinkFault faultOf(IOException failure) {
        return switch (failure) {
            case ConnectException refused -> LinkFault.CONNECTION_REFUSED;
            case UnknownHostException unknown -> LinkFault.UNKNOWN_HOST;
            case SocketTimeoutException slow -> LinkFault.TIMED_OUT;
            case ProtocolException other -> LinkFault.NOT_HTTP;
            case SSLHandshakeException handshake -> handshakeFault(handshake);
            case SSLPeerUnverifiedException unverified -> LinkFault.WRONG_HOST_NAME;
            default -> LinkFault.CONNECTION_LOST;
        };
    }

    private static LinkFault handshakeFault(SSLHandshakeException failure) {
        if (causedBy(failure, CertPathBuilderException.class) || causedBy(failure, CertPathValidatorException.class)) {
            return LinkFault.UNTRUSTED_CERTIFICATE;
        }
        if (causedBy(failure, CertificateException.class)) {
            return LinkFault.WRONG_HOST_NAME;
        }
        return closedByPeer(failure) ? LinkFault.CONNECTION_LOST : LinkFault.TLS_FAILED;
    }

    /** A server that dies during the handshake: no verdict on its certificate. */
    private static boolean closedByPeer(SSLHandshakeException failure) {
        return causedBy(failure, EOFException.class) || causedBy(failure, SocketException.class);
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> kind) {
        return Stream.<@Nullable Throwable>iterate(failure, t -> t != null, t -> t == null ? null : t.getCause())
                .anyMatch(kind::isInstance);
    }
}
