package io.latebind.simulator.coap;

import io.latebind.simulator.client.DeviceAnswer;
import io.latebind.simulator.client.LinkFault;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.DtlsHandshakeTimeoutException;
import org.eclipse.californium.scandium.dtls.HandshakeException;
import org.jspecify.annotations.Nullable;

/** What it means when a message could not be sent. */
final class CoapFaults {
    /** Alerts about what the two sides can do; all others may pass. */
    private static final Set<AlertDescription> FOR_GOOD = Set.of(
            AlertDescription.HANDSHAKE_FAILURE,
            AlertDescription.PROTOCOL_VERSION,
            AlertDescription.INSUFFICIENT_SECURITY,
            AlertDescription.UNSUPPORTED_EXTENSION);

    private CoapFaults() {}

    /** @param address {@code host:port}, for the text */
    static DeviceAnswer.NoAnswer of(Throwable failure, String address) {
        LinkFault fault = Stream.<@Nullable Throwable>iterate(
                        failure, t -> t != null, t -> t == null ? null : t.getCause())
                .map(CoapFaults::faultOf)
                .filter(known -> known != LinkFault.CONNECTION_LOST)
                .findFirst()
                .orElse(LinkFault.CONNECTION_LOST);
        String text = switch (fault) {
            case TIMED_OUT -> address + " did not answer the DTLS handshake";
            case UNTRUSTED_CERTIFICATE ->
                "the certificate of " + address + " is not signed by the given root, or not valid now";
            case WRONG_HOST_NAME -> "the certificate of " + address + " is for other host names";
            case TLS_FAILED -> "no DTLS with " + address + ": " + failure.getMessage();
            case CONNECTION_REFUSED, UNKNOWN_HOST, CONNECTION_LOST, NOT_HTTP ->
                "the DTLS session with " + address + " broke: " + failure.getMessage();
        };
        return new DeviceAnswer.NoAnswer(fault, text);
    }

    static DeviceAnswer.NoAnswer timedOut(String address) {
        return new DeviceAnswer.NoAnswer(LinkFault.TIMED_OUT, address + " did not answer over CoAP");
    }

    static DeviceAnswer.NoAnswer refused(String address) {
        return new DeviceAnswer.NoAnswer(LinkFault.CONNECTION_REFUSED, "nobody listens on UDP at " + address);
    }

    private static LinkFault faultOf(@Nullable Throwable failure) {
        return switch (failure) {
            case ServiceVerifier.Untrusted untrusted -> LinkFault.UNTRUSTED_CERTIFICATE;
            case ServiceVerifier.OtherHost other -> LinkFault.WRONG_HOST_NAME;
            case DtlsHandshakeTimeoutException late -> LinkFault.TIMED_OUT;
            case HandshakeException alert
            when alert.getAlert() != null && FOR_GOOD.contains(alert.getAlert().getDescription()) ->
                LinkFault.TLS_FAILED;
            case null, default -> LinkFault.CONNECTION_LOST;
        };
    }
}
