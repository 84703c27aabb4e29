package io.latebind.server.http;

import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.StartRefused;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open port: takes requests until it is drained. */
public final class HttpListener {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final int FREE_PORT_ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Streams look every half second whether they are still wanted. */
    private static final Duration STREAMS_END = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final List<EventLoopServer> servers;
    private final ListenerContext context;
    private final InetSocketAddress address;

    private HttpListener(
            Vertx vertx, List<EventLoopServer> servers, ListenerContext context, InetSocketAddress address) {
        this.vertx = vertx;
        this.servers = servers;
        this.context = context;
        this.address = address;
    }

    /**
     * Opens the port; when this returns, it takes connections.
     *
     * @param authenticator for {@code apiRoutes}
     * @param idempotency for routes that create; empty where the header Idempotency-Key means nothing
     * @throws StartRefused when the address cannot be used
     * @throws IllegalArgumentException when two routes answer the same method and path
     */
    public static HttpListener start(
            ListenerConfig config,
            List<ApiRoute> apiRoutes,
            List<OpenRoute> openRoutes,
            Authenticator authenticator,
            Optional<Idempotency> idempotency,
            IdSource ids,
            InstantSource clock) {
        InetAddress host = resolved(config);
        config.tls().flatMap(TlsMaterial::problem).ifPresent(problem -> {
            throw new StartRefused("TLS for " + config.option() + " " + config.address() + " cannot be served: "
                    + problem + "; give a PEM chain with the server's certificate first, and its key.");
        });
        EdgePolicy edge = config.edge();
        Cors cors = new Cors(edge.corsOrigins());
        ListenerContext context = new ListenerContext(
                config,
                new Dispatcher(
                        config.voice(),
                        new RouteTable(apiRoutes, openRoutes),
                        new CallerGate(authenticator, edge, clock),
                        idempotency,
                        cors),
                new TrustedProxies(edge.trustedProxies()),
                cors,
                new HeldAnswers(edge.failuresPerMinute(), clock),
                new Admission(config.limits()),
                new AccessLog(config.voice()),
                ids,
                clock,
                handlerThreads(),
                new AtomicBoolean());
        for (int attempt = 1; ; attempt++) {
            InetSocketAddress address =
                    new InetSocketAddress(host, config.port() == 0 ? freePort(host) : config.port());
            try {
                return opened(context, address);
            } catch (ExecutionException failed) {
                // a free port may be somebody else's by now
                if (config.port() != 0 || attempt == FREE_PORT_ATTEMPTS) {
                    throw refused(config, failed.getCause());
                }
            }
        }
    }

    private static HttpListener opened(ListenerContext context, InetSocketAddress address) throws ExecutionException {
        int eventLoops = Runtime.getRuntime().availableProcessors();
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(eventLoops)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        HttpServerOptions options = ServerOptions.of(context.config(), address);
        List<EventLoopServer> servers = new CopyOnWriteArrayList<>();
        Future<String> deployed = vertx.deployVerticle(
                () -> {
                    EventLoopServer server = new EventLoopServer(context, options);
                    servers.add(server);
                    return server;
                },
                new DeploymentOptions().setInstances(eventLoops));
        try {
            await(deployed, PATIENCE);
        } catch (ExecutionException failed) {
            vertx.close();
            throw failed;
        }
        return new HttpListener(vertx, servers, context, address);
    }

    /** Asked for beforehand, because all event loops must open the same one. */
    private static int freePort(InetAddress host) {
        try (ServerSocket probe = new ServerSocket(0, 1, host)) {
            return probe.getLocalPort();
        } catch (IOException notOurs) {
            return 0;
        }
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Takes no new connections, answers the requests that are under way, and closes: at the latest after {@code patience}.
     */
    public void drain(Duration patience) {
        context.draining().set(true);
        List<Future<Void>> ends =
                servers.stream().map(server -> server.shutdown(patience)).toList();
        try {
            await(Future.join(ends), patience.plus(PATIENCE));
            context.admission().awaitStreams(STREAMS_END);
            await(vertx.close(), PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            LOG.warn("{} was not closed in order", context.config().address(), failed.getCause());
        }
    }

    /**
     * From now on new connections get this certificate; those that are open go on.
     *
     * @throws IllegalArgumentException when it cannot be used; then the old one stays
     */
    public void reloadTls(TlsMaterial tls) {
        tls.problem().ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        List<Future<Boolean>> reloads = servers.stream()
                .map(server -> server.reload(ServerOptions.tls(tls)))
                .toList();
        try {
            await(Future.join(reloads), PATIENCE);
        } catch (ExecutionException failed) {
            throw new IllegalArgumentException(
                    "the certificate chain and the private key are not usable PEM", failed.getCause());
        }
    }

    private static InetAddress resolved(ListenerConfig config) {
        try {
            return InetAddress.getByName(config.host());
        } catch (UnknownHostException unknown) {
            throw new StartRefused("The host name in " + config.option() + " " + config.address()
                    + " is not known here; give an address of this machine, for example 127.0.0.1.");
        }
    }

    private static RuntimeException refused(ListenerConfig config, @Nullable Throwable cause) {
        String subject = config.option() + " " + config.address();
        if (cause instanceof BindException bind) {
            String reason = String.valueOf(bind.getMessage());
            if (reason.contains("in use")) {
                return new StartRefused("The address of " + subject
                        + " is in use by another program; stop that one or choose another port.");
            }
            if (reason.contains("Permission denied")) {
                return new StartRefused("This user may not open the port of " + subject
                        + "; choose one above 1023 or grant CAP_NET_BIND_SERVICE.");
            }
            return new StartRefused("The address of " + subject + " cannot be used (" + reason
                    + "); give an address of this machine, or 0.0.0.0 for all.");
        }
        return new IllegalStateException("cannot listen on " + subject, cause);
    }

    private static ThreadFactory handlerThreads() {
        return Thread.ofVirtual()
                .name("http-", 0)
                .uncaughtExceptionHandler((thread, error) -> LOG.error("{} ended", thread.getName(), error))
                .factory();
    }

    private static void await(Future<?> future, Duration patience) throws ExecutionException {
        try {
            future.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ExecutionException("interrupted", interrupted);
        } catch (TimeoutException late) {
            throw new ExecutionException("no answer from the event loops after " + patience, late);
        }
    }
}
