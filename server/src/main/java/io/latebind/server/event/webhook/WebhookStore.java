package io.latebind.server.event.webhook;

import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.TeamId;
import io.latebind.server.kernel.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where webhooks are kept; their secrets encrypted. */
public interface WebhookStore {
    /** In the order in which they were made. */
    List<Webhook> list(Tx tx, TeamId team);

    /** Locked against every other change. */
    Optional<Webhook> lock(Tx tx, TeamId team, WebhookId id);

    void add(Tx tx, Webhook webhook, Secret secret);

    /** Everything but secrets and health, of which what was said about another URL, or before a pause, is forgotten. */
    void save(Tx tx, Webhook webhook);

    /** The secret until now becomes the old one, for as long as {@code webhook} says. */
    void rotate(Tx tx, Webhook webhook, Secret secret);

    /** With its deliveries. */
    void delete(Tx tx, WebhookId id);

    /**
     * Active ones that have failed since before {@code since}, or have failed and have more than {@code backlog} deliveries waiting.
     */
    List<Webhook> hopeless(Tx tx, Instant since, int backlog);
}
