package io.latebind.server.identity;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.DeviceTypes;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.Parsed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** What an import of the identity registry takes and what it does not (specification 5.4). Pure. */
public final class ImportRules {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    private ImportRules() {}

    /** The entry, or everything that is wrong with the row in one sentence. */
    public static ImportRow judge(int row, ImportText text) {
        List<String> problems = new ArrayList<>();
        Optional<DeviceUuid> device = DeviceUuid.parse(text.uuid().strip());
        if (device.isEmpty()) {
            problems.add("uuid is not a device UUID, which looks like 50503630-3637-422a-8034-1d0b0a0b0c0d");
        }
        Optional<P256PublicKey> key = Optional.empty();
        switch (PublicKeyText.parse(text.publicKey())) {
            case Parsed.Valid<P256PublicKey>(P256PublicKey good) -> key = Optional.of(good);
            case Parsed.Invalid<P256PublicKey>(String reason) ->
                problems.add(
                        "publicKey is not a P-256 public key in PEM or as SubjectPublicKeyInfo in base64: " + reason);
        }
        Optional<Imei> imei = text.imei().flatMap(Imei::parse);
        if (text.imei().isPresent() && imei.isEmpty()) {
            problems.add("imei is not 15 digits");
        }
        Optional<Integer> type = text.deviceType().flatMap(ImportRules::deviceType);
        if (text.deviceType().isPresent() && type.isEmpty()) {
            problems.add("deviceType is neither a device type like nrf9151_LACA nor a whole number below 1000000000");
        }
        return problems.isEmpty()
                ? new ImportRow.Good(row, new RegistryEntry(device.orElseThrow(), key.orElseThrow(), imei, type))
                : new ImportRow.Bad(row, String.join("; ", problems));
    }

    /** A name, or the number behind it. */
    public static Optional<Integer> deviceType(String text) {
        if (NUMBER.matcher(text).matches()) {
            return Optional.of(Integer.parseInt(text));
        }
        OptionalInt number = DeviceTypes.numberOf(text);
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }

    /**
     * What can be imported.
     *
     * @param entries each device once, in the order of the rows
     * @param repeated rows that say again what another one says
     * @param failed in the order of the rows
     */
    public record Sorted(List<RegistryEntry> entries, int repeated, List<ImportRow.Bad> failed) {
        public Sorted {
            entries = List.copyOf(entries);
            failed = List.copyOf(failed);
        }
    }

    /** Of a device that stands there in two ways neither is taken: nobody could say which one is right. */
    public static Sorted sort(List<ImportRow> rows) {
        Map<DeviceUuid, ImportRow.Good> first = new LinkedHashMap<>();
        Map<DeviceUuid, Integer> otherRow = new HashMap<>();
        for (ImportRow row : rows) {
            if (row instanceof ImportRow.Good good) {
                ImportRow.Good before = first.putIfAbsent(good.entry().device(), good);
                if (before != null && !before.entry().equals(good.entry())) {
                    otherRow.putIfAbsent(good.entry().device(), good.row());
                }
            }
        }
        List<RegistryEntry> entries = new ArrayList<>();
        List<ImportRow.Bad> failed = new ArrayList<>();
        int repeated = 0;
        Set<DeviceUuid> taken = new HashSet<>();
        for (ImportRow row : rows) {
            switch (row) {
                case ImportRow.Bad bad -> failed.add(bad);
                case ImportRow.Good(int number, RegistryEntry entry) -> {
                    Integer other = otherRow.get(entry.device());
                    if (other != null) {
                        failed.add(new ImportRow.Bad(number, twice(entry.device(), first, other)));
                    } else if (taken.add(entry.device())) {
                        entries.add(entry);
                    } else {
                        repeated++;
                    }
                }
            }
        }
        failed.sort(Comparator.comparingInt(ImportRow.Bad::row));
        return new Sorted(entries, repeated, failed);
    }

    private static String twice(DeviceUuid device, Map<DeviceUuid, ImportRow.Good> first, int other) {
        ImportRow.Good before = first.get(device);
        return "device " + device + " stands in rows " + (before == null ? 0 : before.row()) + " and " + other
                + " with different keys or other differences; none of its rows is taken: leave the wrong ones away";
    }

    /** What an entry is beside the one that is stored. */
    public enum Change {
        NEW,
        CHANGED,
        UNCHANGED
    }

    public static Change compare(RegistryEntry entry, Optional<RegistryEntry> stored) {
        return stored.map(old -> old.equals(entry) ? Change.UNCHANGED : Change.CHANGED)
                .orElse(Change.NEW);
    }
}
