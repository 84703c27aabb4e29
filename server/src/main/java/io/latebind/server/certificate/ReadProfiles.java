package io.latebind.server.certificate;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.DeviceTypes;
import io.latebind.server.certificate.OrderJudge.Judgement;
import io.latebind.server.device.ClaimedDevice;
import io.latebind.server.device.ReadDevices;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows a team its certificate profiles, and what they make of a device. */
public final class ReadProfiles {
    private final Transactor transactor;
    private final ProfileStore profiles;
    private final OrderJudge judge;
    private final ReadDevices devices;
    private final InstantSource clock;

    public ReadProfiles(Transactor transactor, CertificateStores stores, ReadDevices devices, InstantSource clock) {
        this.transactor = transactor;
        this.profiles = stores.profiles();
        this.judge = new OrderJudge(stores.authorities(), stores.profiles());
        this.devices = devices;
        this.clock = clock;
    }

    /** The built-in one first, then in the order of their making. */
    public List<CertificateProfile> list(Principal caller) {
        List<CertificateProfile> own = transactor.inTransaction(tx -> profiles.list(tx, caller.team()));
        return Stream.concat(Stream.of(CertificateProfile.builtIn()), own.stream())
                .toList();
    }

    /** Refused when the team has no such profile (NOT_FOUND). */
    public Outcome<CertificateProfile> find(Principal caller, ProfileId id) {
        CertificateProfile builtIn = CertificateProfile.builtIn();
        return id.equals(builtIn.id())
                ? Outcome.done(builtIn)
                : transactor.inTransaction(tx ->
                        AuthorityAbsent.orRefused(profiles.find(tx, caller.team(), id), "certificate profile", id));
    }

    /** What a certificate would say, or why there would be none; but for budgets, which change by themselves. */
    public sealed interface Preview {
        record Granted(CertificateContent content, Validity validity) implements Preview {}

        record Refused(String reason) implements Preview {}
    }

    /**
     * What would be issued to a device now. Refused when the team has no such profile (NOT_FOUND), the device is not there for the caller
     * (BAD_FIELD), or the team has no such authority (BAD_FIELD).
     *
     * @param authority by its name; empty for the default
     */
    public Outcome<Preview> preview(Principal caller, ProfileId id, DeviceUuid device, Optional<String> authority) {
        return find(caller, id).then(profile -> switch (devices.find(caller, device)) {
            case Outcome.Refused<ClaimedDevice> _ ->
                Outcome.refused(RefusalCode.BAD_FIELD, "/deviceId names no claimed device that you can see: " + device);
            case Outcome.Done<ClaimedDevice>(ClaimedDevice found) ->
                transactor.inTransaction(tx -> preview(tx, caller, profile, found, authority));
        });
    }

    private Outcome<Preview> preview(
            Tx tx, Principal caller, CertificateProfile profile, ClaimedDevice device, Optional<String> name) {
        DeviceFacts facts = new DeviceFacts(
                device.id(),
                device.imei(),
                DeviceTypes.nameOf(device.deviceType()),
                device.tags(),
                device.registered(),
                Optional.empty());
        Instant now = clock.instant();
        Optional<CertificateAuthority> authority = judge.authority(tx, caller.team(), name);
        if (authority.isPresent()) {
            return Outcome.done(
                    switch (judge.judge(tx, authority.get(), profile, facts, now)) {
                        case Judgement.Unfit(Issuance.RefusalCause _, String reason) -> new Preview.Refused(reason);
                        case Judgement.Fit fit -> new Preview.Granted(fit.content(), fit.validity());
                    });
        }
        if (name.isPresent()) {
            return Outcome.refused(RefusalCode.BAD_FIELD, "/authority: " + OrderJudge.noAuthority(name.get()));
        }
        return Outcome.done(
                switch (judge.content(tx, caller.team(), profile, facts)) {
                    case ContentRules.Judged.Bad(String reason) -> new Preview.Refused(reason);
                    // the built-in authority will be made at first use
                    case ContentRules.Judged.Good(CertificateContent content) ->
                        new Preview.Granted(
                                content, Validity.from(now, profile.validity(), now.plus(AuthorityMint.LIFE)));
                });
    }
}
