package io.latebind.simulator.modem;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * A simulated modem behind its AT interface. Commands are executed one at a time by the device's own thread; credentials can
 * be looked at from outside meanwhile. It starts online.
 */
public final class Modem {
    /** What {@code AT+CGMR} answers, and the client sends as {@code mver}. */
    public static final String FIRMWARE_VERSION = "mfw_nrf91x1_2.0.2";

    private static final Duration DEFAULT_JWT_LIFETIME = Duration.ofMinutes(5);
    private static final long MAX_JWT_LIFETIME_SECONDS = 604_800;

    private final ModemIdentity identity;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final KeygenStyle keygenStyle;
    private final WriteMode writeMode;
    private final CredentialStore credentials;
    private final TokenSigner signer;
    private final TokenSigner jwtSigner;
    private final CmngCommand cmng;
    private final KeygenCommand keygen;
    private boolean online = true;

    /** @param random where new keys and nonces come from; used by the thread that executes commands alone */
    public Modem(
            ModemIdentity identity,
            RandomGenerator random,
            InstantSource clock,
            KeygenStyle keygenStyle,
            WriteMode writeMode) {
        this(identity, random, clock, keygenStyle, writeMode, new CredentialStore(), identity.key());
    }

    private Modem(
            ModemIdentity identity,
            RandomGenerator random,
            InstantSource clock,
            KeygenStyle keygenStyle,
            WriteMode writeMode,
            CredentialStore credentials,
            P256Key jwtKey) {
        this.identity = identity;
        this.random = random;
        this.clock = clock;
        this.keygenStyle = keygenStyle;
        this.writeMode = writeMode;
        this.credentials = credentials;
        this.signer = new TokenSigner(identity);
        this.jwtSigner = new TokenSigner(identity.withKey(jwtKey));
        this.cmng = new CmngCommand(credentials, writeMode);
        this.keygen = new KeygenCommand(credentials, signer, keygenStyle, random);
    }

    /** A modem as they leave the factory today: new KEYGEN style, writes replace. */
    public Modem(ModemIdentity identity, RandomGenerator random, InstantSource clock) {
        this(identity, random, clock, KeygenStyle.NEW, WriteMode.REPLACES);
    }

    /**
     * A modem that is not quite right, with the identity, the credentials and the randomness of this one, which is no longer to be used.
     *
     * @param wrongClock what its JWTs are dated with
     * @param otherMode empty: as this one
     * @param foreignKey signs its JWTs; empty: its identity key does
     */
    public Modem variant(InstantSource wrongClock, Optional<WriteMode> otherMode, Optional<P256Key> foreignKey) {
        return new Modem(
                identity,
                random,
                wrongClock,
                keygenStyle,
                otherMode.orElse(writeMode),
                credentials,
                foreignKey.orElse(identity.key()));
    }

    /** Executes one AT command; answers the whole reply, ending in {@code OK}, {@code ERROR} or a CME error and CR LF. */
    public String execute(String atCommand) {
        return AtLine.parse(atCommand)
                .map(this::reply)
                .orElse(new AtReply.CmeError(CmeError.PARAMETERS))
                .text();
    }

    public ModemIdentity identity() {
        return identity;
    }

    public String attestationToken() {
        return signer.attestationToken();
    }

    /** What it holds, in the order of security tag and type. */
    public List<Credential> credentials() {
        return credentials.all();
    }

    /** Puts back a credential that was held before, as from flash memory. */
    public void restore(Credential credential) {
        credentials.put(credential);
    }

    /** What the modem holds now in the slot that this {@code %CMNG} or {@code %KEYGEN} command names. */
    public Optional<Credential> heldFor(String atCommand) {
        return AtLine.parse(atCommand).flatMap(line -> {
            int first = line.name().equals("%CMNG") ? 1 : 0;
            OptionalLong secTag = line.number(first);
            OptionalLong type = line.number(first + 1);
            boolean names = line.name().equals("%CMNG") || line.name().equals("%KEYGEN");
            return names && secTag.isPresent() && type.isPresent()
                    ? CredentialType.of(type.getAsLong()).flatMap(known -> credentials.find(secTag.getAsLong(), known))
                    : Optional.empty();
        });
    }

    private AtReply reply(AtLine line) {
        return switch (line.name()) {
            case "" -> AtReply.done();
            case "%CMNG" -> line.set() ? cmng.execute(line, online) : new AtReply.Unknown();
            case "%KEYGEN" -> line.set() ? keygen.execute(line, online) : new AtReply.Unknown();
            case "%ATTESTTOKEN" ->
                line.set() ? new AtReply.Unknown() : AtReply.done("%ATTESTTOKEN: \"" + attestationToken() + "\"");
            case "%JWT" -> jwt(line);
            case "+CFUN" -> switchMode(line);
            case "+CFUN?" -> AtReply.done("+CFUN: " + (online ? 1 : 4));
            case "+CGMR" -> line.set() ? new AtReply.Unknown() : AtReply.done(FIRMWARE_VERSION);
            case "+CMEE" -> line.set() ? AtReply.done() : new AtReply.Unknown();
            default -> new AtReply.Unknown();
        };
    }

    /** 0 and 4 take the modem offline, 1 online. */
    private AtReply switchMode(AtLine line) {
        OptionalLong mode = line.number(0);
        if (mode.isEmpty() || (mode.getAsLong() != 0 && mode.getAsLong() != 1 && mode.getAsLong() != 4)) {
            return new AtReply.CmeError(CmeError.PARAMETERS);
        }
        online = mode.getAsLong() == 1;
        return AtReply.done();
    }

    /** {@code AT%JWT[=<algorithm>[,<lifetime in s>[,"<subject>"[,"<audience>"]]]]}, signed with the identity key. */
    private AtReply jwt(AtLine line) {
        List<AtLine.Parameter> given = line.parameters();
        OptionalLong algorithm = numberOrDefault(line, 0);
        OptionalLong seconds = numberOrDefault(line, 1);
        if (algorithm.isEmpty()
                || algorithm.getAsLong() != 0
                || seconds.isEmpty()
                || seconds.getAsLong() > MAX_JWT_LIFETIME_SECONDS
                || given.size() > 4) {
            return new AtReply.CmeError(CmeError.PARAMETERS);
        }
        Duration lifetime = seconds.getAsLong() == 0 ? DEFAULT_JWT_LIFETIME : Duration.ofSeconds(seconds.getAsLong());
        byte[] nonce = new byte[ModemIdentity.NONCE_BYTES];
        random.nextBytes(nonce);
        String token = jwtSigner.jwt(
                clock.instant(),
                lifetime,
                line.string(2).orElse(""),
                line.string(3).orElse(""),
                nonce);
        return AtReply.done("%JWT: \"" + token + "\"");
    }

    private static OptionalLong numberOrDefault(AtLine line, int index) {
        boolean absent = index >= line.parameters().size()
                || line.parameters().get(index).equals(new AtLine.Parameter("", false));
        return absent ? OptionalLong.of(0) : line.number(index);
    }
}
