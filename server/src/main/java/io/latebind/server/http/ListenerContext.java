package io.latebind.server.http;

import io.latebind.server.kernel.IdSource;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

/** What all connections of one listener share. */
record ListenerContext(
        ListenerConfig config,
        Dispatcher dispatcher,
        TrustedProxies proxies,
        Cors cors,
        HeldAnswers held,
        Admission admission,
        AccessLog accessLog,
        IdSource ids,
        InstantSource clock,
        ThreadFactory handlerThreads,
        AtomicBoolean draining) {
    Voice voice() {
        return config.voice();
    }

    HttpLimits limits() {
        return config.limits();
    }
}
