package io.latebind.simulator.fleet;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.client.ClientLimits;
import io.latebind.simulator.client.Interference;
import io.latebind.simulator.client.JournalEntry;
import io.latebind.simulator.client.MemorySettings;
import io.latebind.simulator.misbehaviour.Misconduct;
import io.latebind.simulator.modem.Credential;
import io.latebind.simulator.modem.CredentialType;
import io.latebind.simulator.modem.Modem;
import io.latebind.simulator.modem.ModemIdentity;
import io.latebind.simulator.modem.P256Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One device that outlives the program: its identity key, what its modem holds and its settings, as JSON with mode 600. Secrets
 * are in it in the clear, as they are in the flash memory of a board on a desk.
 */
public final class IdentityFile {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private record Kept(
            UUID deviceUuid,
            String privateKey,
            int deviceType,
            UUID firmware,
            String attestationNonce,
            String attestationToken,
            List<KeptCredential> credentials,
            Map<String, String> settings) {}

    private record KeptCredential(long secTag, int type, String content, String fingerprint) {}

    private final Path file;

    public IdentityFile(Path file) {
        this.file = file;
    }

    /**
     * The device in the file; a new one, written at once, when there is no file. It writes itself after every command.
     *
     * @throws IOException when the file cannot be read or written, or is not one of ours; the text is fit for a person
     */
    public SimulatedDevice open(RandomGenerator random, InstantSource clock) throws IOException {
        SimulatedDevice device = Files.exists(file) ? load(random, clock) : SimulatedDevice.born(random, clock);
        save(device);
        return device.withJournal(entry -> {
            if (entry instanceof JournalEntry.Executed) {
                saveUnchecked(device);
            }
        });
    }

    private SimulatedDevice load(RandomGenerator random, InstantSource clock) throws IOException {
        try {
            Kept kept = JSON.readValue(Files.readString(file), Kept.class);
            ModemIdentity identity = new ModemIdentity(
                    P256Key.fromHex(kept.privateKey()),
                    new DeviceUuid(kept.deviceUuid()),
                    kept.deviceType(),
                    kept.firmware(),
                    HexFormat.of().parseHex(kept.attestationNonce()));
            Modem modem = new Modem(identity, random, clock);
            for (KeptCredential credential : kept.credentials()) {
                CredentialType type = CredentialType.of(credential.type()).orElseThrow(IllegalArgumentException::new);
                modem.restore(
                        new Credential(credential.secTag(), type, credential.content(), credential.fingerprint()));
            }
            return new SimulatedDevice(
                    modem,
                    new MemorySettings(kept.settings()),
                    ClientLimits.DEFAULTS,
                    entry -> {},
                    random,
                    clock,
                    Misconduct.none(identity.device()),
                    Interference.NONE);
        } catch (JacksonException | IllegalArgumentException | NullPointerException notOurs) {
            throw new IOException(file + " is not an identity file of a simulated device, or is damaged:"
                    + " give another name, or remove it to make a new device");
        }
    }

    private void saveUnchecked(SimulatedDevice device) {
        try {
            save(device);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private void save(SimulatedDevice device) throws IOException {
        ModemIdentity identity = device.modem().identity();
        Kept kept = new Kept(
                identity.device().value(),
                identity.key().secretHex(),
                identity.deviceType(),
                identity.firmware(),
                HexFormat.of().formatHex(identity.attestationNonce()),
                device.attestationToken(),
                device.modem().credentials().stream()
                        .map(held -> new KeptCredential(
                                held.secTag(), held.type().number(), held.content(), held.fingerprint()))
                        .toList(),
                new TreeMap<>(device.settings().all()));
        Path whole = file.toAbsolutePath();
        Path beside = whole.resolveSibling(whole.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside);
            Files.createFile(beside, ownerOnly());
            Files.writeString(beside, JSON.writeValueAsString(kept) + "\n", StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(beside, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new IOException(
                    "the identity file " + file + " cannot be written (" + unwritable.getMessage()
                            + "): give a place where you may write",
                    unwritable);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        Set<String> views = FileSystems.getDefault().supportedFileAttributeViews();
        return views.contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
