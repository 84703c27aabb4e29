package io.latebind.server.identity;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.Parsed;
import io.latebind.server.kernel.IdentityPolicy;
import io.latebind.server.kernel.Transactor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Says of tokens what can be said without claiming anything (specification 7). */
public final class VerifyTokens {
    private final Transactor transactor;
    private final IdentityStore identities;
    private final IdentityPolicy policy;

    public VerifyTokens(Transactor transactor, IdentityStore identities, IdentityPolicy policy) {
        this.transactor = transactor;
        this.identities = identities;
        this.policy = policy;
    }

    /** A verdict for each text, in their order. Refuses nothing: what is no token gets its verdict as well. */
    public List<TokenVerdict> verify(List<String> texts) {
        List<Parsed<SignedToken>> tokens =
                texts.stream().map(SignedToken::parse).toList();
        List<DeviceUuid> devices = tokens.stream()
                .flatMap(parsed -> parsed instanceof Parsed.Valid<SignedToken>(SignedToken token)
                        ? Stream.of(token.device())
                        : Stream.empty())
                .distinct()
                .toList();
        Map<DeviceUuid, KnownKeys> known =
                devices.isEmpty() ? Map.of() : transactor.perStatement(tx -> identities.known(tx, devices));
        return tokens.stream()
                .map(parsed -> switch (parsed) {
                    case Parsed.Valid<SignedToken>(SignedToken token) ->
                        VerifyRules.judge(token, known.getOrDefault(token.device(), KnownKeys.NONE), policy);
                    case Parsed.Invalid<SignedToken>(String reason) -> VerifyRules.noToken(reason);
                })
                .toList();
    }
}
