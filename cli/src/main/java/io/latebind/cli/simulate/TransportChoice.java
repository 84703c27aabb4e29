package io.latebind.cli.simulate;

import io.latebind.simulator.client.DeviceTransport;
import io.latebind.simulator.coap.CoapTiming;
import io.latebind.simulator.coap.CoapTransport;
import io.latebind.simulator.fleet.MixedTransport;
import io.latebind.simulator.https.HttpsTransport;
import io.latebind.simulator.network.NetworkFaults;
import io.latebind.simulator.trust.RootCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where the service is, and how the devices speak to it. */
final class TransportChoice {
    /** What the devices speak. */
    enum Kind {
        HTTPS,
        COAP,
        /** Half of them each. */
        MIXED
    }

    @Option(
            names = "--device-url",
            required = true,
            paramLabel = "URL",
            description = {
                "The service's device port, for example https://localhost:8443, or coaps://localhost:5684 for CoAP."
            })
    URI deviceUrl = URI.create("");

    @Option(
            names = "--ca",
            required = true,
            paramLabel = "FILE",
            description = {"The root certificate that the devices trust: <data-dir>/tls/ca.pem of the service."})
    Path ca = Path.of("");

    @Option(
            names = "--transport",
            paramLabel = "https|coap|mixed",
            converter = KindOption.class,
            description = {
                "What the devices speak (default: what --device-url says). mixed: half of them each, always the same ones."
            })
    private @Nullable Kind kind;

    @Option(
            names = "--coap-url",
            paramLabel = "URL",
            description = {
                "The service's CoAP port for --transport mixed, for example coaps://localhost:5684; --device-url is the one for"
                        + " HTTPS."
            })
    private @Nullable URI coapUrl;

    Kind kind() {
        if (kind != null) {
            return kind;
        }
        return "coaps".equalsIgnoreCase(deviceUrl.getScheme()) ? Kind.COAP : Kind.HTTPS;
    }

    /** What does not go together, in words for a person. */
    Optional<String> contradiction() {
        boolean coaps = "coaps".equalsIgnoreCase(deviceUrl.getScheme());
        return switch (kind()) {
            case HTTPS, COAP -> {
                if (coapUrl != null) {
                    yield Optional.of(
                            "--coap-url goes with --transport mixed: leave it out, and give --device-url alone");
                }
                boolean other = kind() == Kind.COAP ? !coaps : coaps;
                yield other
                        ? Optional.of(
                                "--transport %s does not go with --device-url %s: write %s, or leave --transport out"
                                        .formatted(
                                                word(kind()),
                                                deviceUrl,
                                                kind() == Kind.COAP ? "coaps://HOST:5684" : "https://HOST:8443"))
                        : Optional.empty();
            }
            case MIXED ->
                coaps || coapUrl == null
                        ? Optional.of("--transport mixed needs both ports: --device-url https://HOST:8443 --coap-url"
                                + " coaps://HOST:5684")
                        : Optional.empty();
        };
    }

    /**
     * @throws IOException when the root cannot be read; the text is fit for a person
     * @throws IllegalArgumentException when an address is none; likewise
     */
    DeviceTransport open(NetworkFaults faults) throws IOException {
        RootCertificates roots = RootCertificates.read(ca);
        return switch (kind()) {
            case HTTPS -> https(roots);
            case COAP -> coap(deviceUrl, roots, faults);
            case MIXED -> new MixedTransport(https(roots), coap(coap(), roots, faults));
        };
    }

    /** As people write it, for texts. */
    String addresses() {
        return kind() == Kind.MIXED ? deviceUrl + " and " + coap() : deviceUrl.toString();
    }

    private URI coap() {
        return coapUrl == null ? deviceUrl : coapUrl;
    }

    private DeviceTransport https(RootCertificates roots) {
        return new HttpsTransport(deviceUrl, roots, HttpsTransport.STANDARD_PATIENCE);
    }

    private static DeviceTransport coap(URI url, RootCertificates roots, NetworkFaults faults) throws IOException {
        return new CoapTransport(url, roots, CoapTiming.STANDARD, faults, InstantSource.system());
    }

    static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Written in lower case, as everything on a command line. */
    private static final class KindOption implements ITypeConverter<Kind> {
        @Override
        public Kind convert(String text) {
            return switch (text) {
                case "https" -> Kind.HTTPS;
                case "coap" -> Kind.COAP;
                case "mixed" -> Kind.MIXED;
                default -> throw new TypeConversionException("'" + text + "' is none of https, coap, mixed");
            };
        }
    }
}
