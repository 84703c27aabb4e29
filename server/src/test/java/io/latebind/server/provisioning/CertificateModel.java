package io.latebind.server.provisioning;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.CommandId;
import io.latebind.server.TestDevice;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The signer of a random history, and what must become of keys by the words of specification 4.1. */
final class CertificateModel {
    private final ServiceFixture service;
    private final TestDevice device;
    private final QueueModel model;
    private final CertificateRounds rounds;
    private final Set<CommandId> signing = new HashSet<>();

    CertificateModel(ServiceFixture service, TestDevice device, QueueModel model) {
        this.service = service;
        this.device = device;
        this.model = model;
        this.rounds = new CertificateRounds(service.certifying);
    }

    String signer(SwitchableSigner.Mood mood) {
        service.signer.mood(mood);
        return "the signer " + mood.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    void added(CommandId id, CommandRequest request) {
        switch (request) {
            case CommandRequest.CloudAccessKeyGeneration _ -> signing.add(id);
            case CommandRequest.CertificateSigningRequest csr when csr.signing().isPresent() -> signing.add(id);
            default -> {
                // makes no key that the service certifies
            }
        }
    }

    /** Commands whose keys the service certifies. */
    Set<CommandId> signing() {
        return signing;
    }

    void rounds() {
        Issuing.toTheEnd(rounds);
    }

    /** The certificates that must have come for {@code keys}, in the order in which they came, each with its key. */
    Map<CommandId, CommandId> tried(List<CommandId> keys) {
        Map<CommandId, CommandId> added = new LinkedHashMap<>();
        switch (service.signer.mood()) {
            case IS_AWAY, BREAKS -> {}
            case REFUSES -> keys.forEach(model::refused);
            case SIGNS -> {
                for (QueuedCommand certificate : fresh()) {
                    CommandId key = ((CommandOrigin.Issued) certificate.origin()).key();
                    assertThat(keys).as("keys that get certificates").contains(key);
                    assertThat(certifies(certificate, key)).isTrue();
                    model.certified(key, certificate.id());
                    added.put(certificate.id(), key);
                }
                assertThat(added.values()).as("keys that got certificates").containsExactlyInAnyOrderElementsOf(keys);
            }
        }
        return added;
    }

    private List<QueuedCommand> fresh() {
        return commands().stream()
                .filter(command -> command.origin() instanceof CommandOrigin.Issued
                        && !model.facts().containsKey(command.id()))
                .toList();
    }

    private boolean certifies(QueuedCommand certificate, CommandId key) {
        QueuedCommand made = commands().stream()
                .filter(command -> command.id().equals(key))
                .findFirst()
                .orElseThrow();
        return certificate.requestNow() instanceof CommandRequest.ClientCertificate(SecTag tag, String pem)
                && made.requestNow().tag().orElseThrow().equals(tag)
                && RecordedKeys.certifies(pem, RecordedKeys.spkiOf(made).orElseThrow());
    }

    private List<QueuedCommand> commands() {
        return done(service.queueReading.list(service.owner, device.uuid()));
    }
}
