package io.latebind.server.config;

import io.latebind.server.kernel.IdentityPolicy;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the service. The same name serves in the configuration file ({@code api-listen}), as a flag ({@code --api-listen}) and, in its
 * own spelling, in the environment ({@code LATEBIND_API_LISTEN}). docs/configuration.md is compared with this table by a test.
 */
public enum ConfigKey {
    DATA_DIR(
            "data-dir",
            "DIR",
            "./latebind-data",
            "Where Latebind keeps what it must not lose: its keys, its certificates and, without database-url, its database. Made when missing.",
            ConfigValues::path),
    DATABASE_URL(
            "database-url",
            "jdbc:postgresql://HOST:PORT/DATABASE",
            null,
            "A PostgreSQL database to use instead of the embedded one. Give user and password behind a question mark, and better in the"
                    + " configuration file than as a flag, which every user of the machine can see.",
            DatabaseUrl::parse),
    DATABASE_CONNECTIONS(
            "database-connections",
            "NUMBER",
            "16",
            "The most connections to the database at once, 2 to 200.",
            ConfigValues.number(2, 200)),
    API_LISTEN(
            "api-listen",
            "HOST:PORT",
            "127.0.0.1:8080",
            "Where users reach the REST API. An address that other machines can reach needs api-tls-cert and api-tls-key, or api-insecure.",
            HostPort::parse),
    API_TLS_CERT(
            "api-tls-cert",
            "FILE",
            null,
            "The certificate chain of the REST API, PEM, the server's own first. Needs api-tls-key.",
            ConfigValues::path),
    API_TLS_KEY(
            "api-tls-key",
            "FILE",
            null,
            "The private key to api-tls-cert, PEM (PKCS#8), not encrypted.",
            ConfigValues::path),
    API_INSECURE(
            "api-insecure",
            "true|false",
            "false",
            "Serves the REST API without TLS on an address that other machines can reach: API keys then travel in the clear. For use behind a proxy"
                    + " that ends TLS.",
            ConfigValues::truth),
    DEVICE_HTTPS_LISTEN(
            "device-https-listen",
            "HOST:PORT",
            "0.0.0.0:8443",
            "Where devices reach the service over HTTPS.",
            HostPort::parse),
    DEVICE_COAP_LISTEN(
            "device-coap-listen",
            "HOST:PORT|off",
            "0.0.0.0:5684",
            "Where devices reach the service over CoAP with DTLS 1.2, a UDP port; off for nowhere.",
            ListenOrOff::parse),
    METRICS_LISTEN(
            "metrics-listen",
            "HOST:PORT|off",
            "127.0.0.1:9464",
            "Where Prometheus reads GET /metrics, without TLS and without a key; off for nowhere. Whoever reaches it can read how busy the"
                    + " service is, nothing about a device or a team.",
            ListenOrOff::parse),
    PUBLIC_HOST(
            "public-host",
            "NAME[,NAME…]",
            "the host name and localhost",
            "The names and IP addresses under which devices reach the service; the certificate of the device port is made for them.",
            PublicHosts::parse),
    PUBLIC_API_URL(
            "public-api-url",
            "URL",
            null,
            "The address of the API port as others see it, with http:// or https:// before it. Certificates of devices then say where their"
                    + " revocation list is, so choose a name that outlives them; without it they say nothing.",
            PublicUrl::parse),
    SECRET_KEY_FILE(
            "secret-key-file",
            "FILE",
            null,
            "The key that encrypts stored secrets, 32 bytes in base64, when it is not to lie in the data directory as secret.key.",
            ConfigValues::path),
    MAX_DELIVERIES(
            "max-deliveries",
            "NUMBER",
            "5",
            "How often a command that never comes back is delivered before it counts as failed, 1 to 100.",
            ConfigValues.number(1, 100)),
    IDENTITY_POLICY(
            "identity-policy",
            "first-use|registry",
            "first-use",
            "Which devices can be claimed. first-use: any, and the first JWT pins its key. registry: only those in the identity registry, with a"
                    + " token under the registered key; for deployments with several teams, or with editors you do not trust. See security.md.",
            ConfigValues.oneOf(IdentityPolicy.class)),
    ATTESTATION_TOKENS(
            "attestation-tokens",
            "true|false",
            "false",
            "Lets devices in the identity registry authenticate with an attestation token (att.…) instead of a JWT. Such a token never expires, and"
                    + " people paste it into forms: leave it off unless your devices cannot make JWTs.",
            ConfigValues::truth),
    DRAIN_SECONDS(
            "drain-seconds",
            "SECONDS",
            "20",
            "How long requests that are under way may take to end when the service stops, 0 to 600.",
            ConfigValues.number(0, 600)),
    EVENT_RETENTION_DAYS(
            "event-retention-days",
            "DAYS",
            "7",
            "How long events are kept for listeners that come again, 1 to 90.",
            ConfigValues.number(1, 90)),
    WEBHOOK_ALLOW_PRIVATE(
            "webhook-allow-private",
            "true|false",
            "false",
            "Lets webhooks and signers of certificates lead to loopback and private networks too; admins of every team can then make the service call what it can reach there.",
            ConfigValues::truth),
    RATE_LIMIT_PER_MINUTE(
            "rate-limit-per-minute",
            "NUMBER",
            "6000",
            "How many requests one API key may send in a minute before it is answered 429, 0 (any number) to 1000000.",
            ConfigValues.number(0, 1_000_000)),
    FAILURES_PER_MINUTE(
            "failures-per-minute",
            "NUMBER",
            "60",
            "How many bad API keys, and bad proofs of devices over HTTPS, one address may send in a minute before it is slowed down, 0 (any number) to"
                    + " 100000.",
            ConfigValues.number(0, 100_000)),
    CORS_ORIGINS(
            "cors-origins",
            "ORIGIN[,ORIGIN…]",
            null,
            "Whose web pages may call the REST API from a browser: origins like https://console.example.com, or * for all.",
            EdgeSettings.CorsOrigins::parse),
    TRUSTED_PROXIES(
            "trusted-proxies",
            "CIDR[,CIDR…]",
            null,
            "The proxies in front of the service, like 10.0.0.0/8: what they say in X-Forwarded-For or Forwarded about the caller's address is"
                    + " believed.",
            EdgeSettings.AddressBlocks::parse),
    LOG_FORMAT(
            "log-format",
            "text|json",
            "text",
            "How a log line looks, for people or one JSON object.",
            ConfigValues.oneOf(LogFormat.class)),
    LOG_LEVEL(
            "log-level",
            "error|warn|info|debug|trace",
            "info",
            "The least important events that are logged.",
            ConfigValues.oneOf(LogLevel.class)),
    DEMO(
            "demo",
            "true|false",
            "false",
            "Claims a handful of simulated devices at the start, provisions them, and says what to try next.",
            ConfigValues::truth);

    private static final String ENVIRONMENT_PREFIX = "LATEBIND_";

    private final String key;
    private final String valueShape;
    private final @Nullable String defaultText;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // the parsers are functions without state
    private final ValueParser parser;

    ConfigKey(String key, String valueShape, @Nullable String defaultText, String description, ValueParser parser) {
        this.key = key;
        this.valueShape = valueShape;
        this.defaultText = defaultText;
        this.description = description;
        this.parser = parser;
    }

    /** The name in the configuration file, and of the flag behind its two dashes. */
    public String key() {
        return key;
    }

    /** The name in the environment. */
    public String environmentName() {
        return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** What a value looks like, such as {@code HOST:PORT}. */
    public String valueShape() {
        return valueShape;
    }

    /** The default as it is documented; empty where there is none. */
    public Optional<String> defaultText() {
        return Optional.ofNullable(defaultText);
    }

    public String description() {
        return description;
    }

    /** True where the name alone, as a flag without a value, means true. */
    public boolean isSwitch() {
        return valueShape.equals("true|false");
    }

    /** True where a value may hold a password and is therefore never shown. */
    public boolean isSensitive() {
        return this == DATABASE_URL;
    }

    ParsedValue parse(String text) {
        return parser.parse(text);
    }

    static Optional<ConfigKey> named(String key) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.key.equals(key))
                .findAny();
    }
}
