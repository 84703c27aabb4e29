package io.latebind.contract.token;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.Parsed.Invalid;
import io.latebind.contract.token.Parsed.Valid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@code AT%JWT} prints, a device's proof on every request (specification 5.3; RFC 7519): ES256 alone. Nothing in it is proven
 * before {@link #verifiesUnder}, nor current before {@link #problemAt}.
 */
public final class DeviceJwt {
    /** Characters that a JWT may have: a modem's has about 550. */
    public static final int MAX_CHARACTERS = 4096;

    /** How far the device's clock and ours may be apart. */
    public static final Duration MAX_SKEW = Duration.ofMinutes(5);

    /** The longest time between {@code iat} and {@code exp}. */
    public static final Duration MAX_LIFETIME = Duration.ofHours(1);

    private final JwtHeader header;
    private final JwtClaims claims;
    private final byte[] signingInput;
    private final byte[] signature;

    private DeviceJwt(JwtHeader header, JwtClaims claims, byte[] signingInput, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.signingInput = signingInput;
        this.signature = signature;
    }

    /** The JWT in {@code text}: header, claims and the form of the signature are checked, neither key nor time is. */
    public static Parsed<DeviceJwt> parse(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return new Invalid<>(
                    "the JWT has " + text.length() + " characters, at most " + MAX_CHARACTERS + " are allowed");
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return new Invalid<>("a JWT has three parts with dots between them, this has " + parts.length);
        }
        Optional<byte[]> header = Base64Url.decode(parts[0]);
        Optional<byte[]> claims = Base64Url.decode(parts[1]);
        Optional<byte[]> signature = Base64Url.decode(parts[2]);
        if (header.isEmpty() || claims.isEmpty() || signature.isEmpty()) {
            return new Invalid<>("a part of the JWT is not base64url without padding");
        }
        if (!P256.isSignature(signature.get())) {
            return new Invalid<>("the JWT's signature is not r and s of 32 bytes each, both in 1..n-1");
        }
        byte[] signingInput = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        return switch (JwtHeader.parse(header.get())) {
            case Invalid<JwtHeader>(String reason) -> new Invalid<>(reason);
            case Valid<JwtHeader>(JwtHeader good) ->
                switch (JwtClaims.parse(claims.get())) {
                    case Invalid<JwtClaims>(String reason) -> new Invalid<>(reason);
                    case Valid<JwtClaims>(JwtClaims said) ->
                        new Valid<>(new DeviceJwt(good, said, signingInput, signature.get()));
                };
        };
    }

    /** The device that {@code iss} names. */
    public DeviceUuid device() {
        return claims.device();
    }

    /** The chip that {@code iss} names, such as {@code nRF9151}. */
    public String chip() {
        return claims.chip();
    }

    /** 64 lower-case hex digits that select a key, see {@link P256PublicKey#kid()}. */
    public Optional<String> kid() {
        return header.kid();
    }

    public Instant issuedAt() {
        return claims.issuedAt();
    }

    public Instant expiresAt() {
        return claims.expiresAt();
    }

    /** Whether the signature is that of this key. The {@code kid} is not looked at. */
    public boolean verifiesUnder(P256PublicKey key) {
        return key.verify(signingInput, signature);
    }

    /** What is wrong with the JWT's times at {@code now}; empty when they are in order. */
    public Optional<JwtTimeFault> timeFaultAt(Instant now) {
        Duration lifetime = Duration.between(issuedAt(), expiresAt());
        if (!lifetime.isPositive()) {
            return Optional.of(JwtTimeFault.NO_LIFETIME);
        }
        if (lifetime.compareTo(MAX_LIFETIME) > 0) {
            return Optional.of(JwtTimeFault.TOO_LONG_LIVED);
        }
        if (issuedAt().isAfter(now.plus(MAX_SKEW))) {
            return Optional.of(JwtTimeFault.FROM_THE_FUTURE);
        }
        return now.isBefore(expiresAt().plus(MAX_SKEW)) ? Optional.empty() : Optional.of(JwtTimeFault.EXPIRED);
    }

    /** Why the JWT is not to be accepted at {@code now}, with the figures; empty when its times are in order. */
    public Optional<String> problemAt(Instant now) {
        String clock =
                ", this server's clock says " + now + ", at most " + MAX_SKEW.toSeconds() + " s apart are allowed";
        return timeFaultAt(now).map(fault -> switch (fault) {
            case NO_LIFETIME -> "the JWT ends at " + expiresAt() + ", not after its beginning at " + issuedAt();
            case TOO_LONG_LIVED ->
                "the JWT is valid for "
                        + Duration.between(issuedAt(), expiresAt()).toSeconds() + " s, at most "
                        + MAX_LIFETIME.toSeconds() + " s are allowed";
            case FROM_THE_FUTURE -> "the JWT was issued in the future, at " + issuedAt() + clock;
            case EXPIRED -> "the JWT expired at " + expiresAt() + clock;
        });
    }

    @Override
    public String toString() {
        return "DeviceJwt[" + device() + ", " + issuedAt() + ".." + expiresAt() + "]";
    }
}
