package io.latebind.server.event.webhook;

import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a team wants events sent.
 *
 * @param wanted which events
 * @param active an inactive one gets none, and misses what happens meanwhile
 * @param oldSecretUntil how long the secret before the last rotation signs as well
 */
public record Webhook(
        WebhookId id,
        TeamId team,
        String url,
        Wanted wanted,
        Optional<String> description,
        boolean active,
        MemberId createdBy,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> oldSecretUntil,
        Health health) {

    /**
     * @param types names like {@code device.status} or {@code device.*}; none for all
     * @param tags of devices, one of them is enough; none for all events, also those that concern no device
     */
    public record Wanted(List<String> types, List<String> tags) {
        public Wanted {
            types = List.copyOf(types);
            tags = List.copyOf(tags);
        }
    }

    /**
     * How deliveries go.
     *
     * @param lastDeliveredAt exact to a minute
     * @param failingSince since when every attempt has failed
     * @param lastFailure the reason of the last one that failed
     * @param heldUntil when the receiver wanted to be left alone; may be over
     */
    public record Health(
            Optional<Instant> lastDeliveredAt,
            Optional<Instant> failingSince,
            Optional<String> lastFailure,
            Optional<Instant> heldUntil) {
        static final Health NEW = new Health(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    Webhook changed(WebhookChange change, Instant now) {
        return new Webhook(
                id,
                team,
                change.url().orElse(url),
                new Wanted(change.types().orElse(wanted.types()), change.tags().orElse(wanted.tags())),
                change.description().isPresent() ? change.description().filter(text -> !text.isEmpty()) : description,
                change.active().orElse(active),
                createdBy,
                createdAt,
                now,
                oldSecretUntil,
                health);
    }

    Webhook madeInactive(Instant now) {
        WebhookChange off = new WebhookChange(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(false), Optional.empty());
        return changed(off, now);
    }

    Webhook rotated(Optional<Instant> oldUntil, Instant now) {
        return new Webhook(id, team, url, wanted, description, active, createdBy, createdAt, now, oldUntil, health);
    }
}
