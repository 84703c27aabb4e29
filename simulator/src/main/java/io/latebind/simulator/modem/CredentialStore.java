package io.latebind.simulator.modem;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The credentials of one modem: at most one per security tag and type. Read by others while the device works. */
final class CredentialStore {
    private record Slot(long secTag, CredentialType type) implements Comparable<Slot> {
        private static final Comparator<Slot> ORDER =
                Comparator.comparingLong(Slot::secTag).thenComparing(Slot::type);

        @Override
        public int compareTo(Slot other) {
            return ORDER.compare(this, other);
        }
    }

    private final ConcurrentSkipListMap<Slot, Credential> held = new ConcurrentSkipListMap<>();

    void put(Credential credential) {
        held.put(new Slot(credential.secTag(), credential.type()), credential);
    }

    Optional<Credential> find(long secTag, CredentialType type) {
        return Optional.ofNullable(held.get(new Slot(secTag, type)));
    }

    boolean remove(long secTag, CredentialType type) {
        return held.remove(new Slot(secTag, type)) != null;
    }

    List<Credential> all() {
        return List.copyOf(held.values());
    }
}
