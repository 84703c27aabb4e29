package io.latebind.cli.audit;

import io.latebind.contract.audit.AuditChain;
import io.latebind.contract.audit.AuditChain.Place;
import io.latebind.contract.audit.AuditChain.Step;
import java.util.Iterator;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Walks through an export, line by line.
 *
 * @param end the last event that follows on all before it
 * @param broken what is wrong with the next one; empty when all is right
 */
record ChainCheck(Place end, Optional<String> broken) {
    /** @param known an event of which the hash was kept elsewhere: only such a one shows that the trail's end was not cut off */
    static ChainCheck of(Iterator<String> lines, Optional<Place> known) {
        Place place = Place.BEFORE_THE_FIRST;
        long number = 0;
        while (lines.hasNext()) {
            String line = lines.next();
            number++;
            if (line.isBlank()) {
                continue;
            }
            Optional<ObjectNode> event = parse(line);
            if (event.isEmpty()) {
                return new ChainCheck(place, Optional.of("line " + number + " is no event"));
            }
            switch (AuditChain.step(place, event.get())) {
                case Step.Broken(String reason) -> {
                    return new ChainCheck(place, Optional.of(reason));
                }
                case Step.Follows(Place next) -> place = next;
            }
            if (known.isPresent()
                    && known.get().sequence() == place.sequence()
                    && !known.get().equals(place)) {
                return new ChainCheck(
                        place,
                        Optional.of("event " + place.sequence() + " has the hash " + place.hash() + ", but "
                                + known.get().hash() + " was expected: the trail was written anew"));
            }
        }
        if (known.isPresent() && known.get().sequence() > place.sequence()) {
            return new ChainCheck(
                    place,
                    Optional.of("the trail ends with event " + place.sequence() + ", but event "
                            + known.get().sequence() + " was expected: its end was cut off"));
        }
        return new ChainCheck(place, Optional.empty());
    }

    private static Optional<ObjectNode> parse(String line) {
        try {
            return JsonMapper.shared().readTree(line) instanceof ObjectNode event
                    ? Optional.of(event)
                    : Optional.empty();
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }
}
