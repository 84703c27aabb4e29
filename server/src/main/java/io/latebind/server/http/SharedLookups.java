package io.latebind.server.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups that nobody waits for beyond a limit. The machine's own block the thread of the processor under a virtual thread, so each host
 * name has a thread of its own while it is looked up, one for all who ask for it at the same time: a name server that does not answer for
 * one name holds up nobody who wants another.
 */
public final class SharedLookups implements NameResolver {
    /** Names at the same time; more is somebody's joke. */
    private static final int MOST = 256;

    private final NameResolver names;
    private final Duration patience;
    private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();

    public SharedLookups(NameResolver names, Duration patience) {
        this.names = names;
        this.patience = patience;
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        if (underWay.size() >= MOST && !underWay.containsKey(host)) {
            throw new UnknownHostException("too many names are being looked up");
        }
        CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
        @Nullable CompletableFuture<List<InetAddress>> others = underWay.putIfAbsent(host, mine);
        if (others == null) {
            Thread.ofPlatform().daemon().name("look-up of a host").start(() -> lookUp(host, mine));
        }
        CompletableFuture<List<InetAddress>> lookup = others == null ? mine : others;
        try {
            return lookup.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("the service stops");
        } catch (TimeoutException | ExecutionException notFound) {
            throw new UnknownHostException(host);
        }
    }

    private void lookUp(String host, CompletableFuture<List<InetAddress>> found) {
        try {
            List<InetAddress> addresses;
            try {
                addresses = names.resolve(host);
            } finally {
                // before the answer is given: whoever asks from then on looks anew
                underWay.remove(host);
            }
            found.complete(addresses);
        } catch (UnknownHostException | RuntimeException unknown) {
            found.completeExceptionally(unknown);
        }
    }
}
