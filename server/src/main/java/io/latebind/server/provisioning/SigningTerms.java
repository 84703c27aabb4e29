package io.latebind.server.provisioning;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.certificate.CertificateTerms;
import io.latebind.server.identity.IdentityStore;
import io.latebind.server.kernel.FieldProblem;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.util.ArrayList;
import java.util.List;

/** Whether certificates can be issued as commands ask for: asked when these are saved, so that nobody learns of it in the field. */
public final class SigningTerms {
    private final CertificateTerms terms;
    private final IdentityStore identities;

    public SigningTerms(CertificateTerms terms, IdentityStore identities) {
        this.terms = terms;
        this.identities = identities;
    }

    /**
     * Refused with NOT_AVAILABLE when the authority or profile that the command names is not there, or does not sign for this device.
     *
     * @param request the command's; most sign nothing
     */
    public Outcome<CommandRequest> check(Tx tx, TeamId team, DeviceUuid device, CommandRequest request) {
        return request.signing()
                .flatMap(signing -> terms.problem(
                        tx, team, wanted(signing), identities.find(tx, device).isPresent()))
                .<Outcome<CommandRequest>>map(
                        problem -> Outcome.refused(refusal(List.of(problem("/request", request, problem)))))
                .orElseGet(() -> Outcome.done(request));
    }

    /** As {@link #check}, for the commands of a rule, which are for many devices: those that an authority does not sign for are passed over. */
    public Outcome<List<NewCommand>> checkRule(Tx tx, TeamId team, List<NewCommand> commands) {
        List<FieldProblem> problems = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            CommandRequest request = commands.get(i).request();
            String pointer = "/commands/" + i + "/request";
            request.signing()
                    .flatMap(signing -> terms.problem(tx, team, wanted(signing)))
                    .ifPresent(problem -> problems.add(problem(pointer, request, problem)));
        }
        return problems.isEmpty() ? Outcome.done(commands) : Outcome.refused(refusal(problems));
    }

    private static Refusal refusal(List<FieldProblem> problems) {
        return Refusal.ofFields(RefusalCode.NOT_AVAILABLE, problems);
    }

    private static FieldProblem problem(String request, CommandRequest command, String problem) {
        return new FieldProblem(request + "/" + command.type().key(), problem);
    }

    private static CertificateTerms.Wanted wanted(Signing signing) {
        return new CertificateTerms.Wanted(signing.authority(), signing.profile());
    }
}
