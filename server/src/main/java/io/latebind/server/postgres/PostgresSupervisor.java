package io.latebind.server.postgres;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts PostgreSQL again, on the same port, when it dies while we run; the pool then connects again by itself. */
final class PostgresSupervisor {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresSupervisor.class);
    private static final long FIRST_BACK_OFF_MILLIS = 200;
    private static final long MAX_BACK_OFF_MILLIS = 10_000;
    private static final int ROUND_SECONDS = 10;

    private final PostgresServer server;
    private final Thread watch;
    private final ReentrantLock lock = new ReentrantLock();
    private Process process;
    private boolean stopped;

    PostgresSupervisor(PostgresServer.Running running) {
        this.server = running.server();
        this.process = running.process();
        this.watch = Thread.ofVirtual().name("postgres-supervisor").start(this::watch);
    }

    long pid() {
        return current().pid();
    }

    /** Ends PostgreSQL in order; calling it again does nothing. */
    void stop() {
        lock.lock();
        try {
            if (stopped) {
                return;
            }
            stopped = true;
            watch.interrupt();
            if (process.isAlive()) {
                new Postmaster(process.pid(), server.files()).stop();
            }
        } finally {
            lock.unlock();
        }
    }

    private Process current() {
        lock.lock();
        try {
            return process;
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        long backOffMillis = FIRST_BACK_OFF_MILLIS;
        try {
            while (true) {
                if (current().waitFor(ROUND_SECONDS, TimeUnit.SECONDS)) {
                    LOG.warn("PostgreSQL ended by itself; starting it again in {} ms", backOffMillis);
                    Thread.sleep(backOffMillis);
                    backOffMillis = Math.min(2 * backOffMillis, MAX_BACK_OFF_MILLIS);
                    if (!again()) {
                        return;
                    }
                } else {
                    backOffMillis = FIRST_BACK_OFF_MILLIS;
                    boundLog();
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** On a full disk there are worse worries. */
    private void boundLog() {
        try {
            server.boundLog();
        } catch (IOException fault) {
            LOG.warn("the log {} cannot be kept short: {}", server.files().log(), fault.getMessage());
        }
    }

    /** Whether to go on watching. A start that fails ends as a process that died, and is tried again. */
    private boolean again() {
        lock.lock();
        try {
            if (stopped) {
                return false;
            }
            process = server.launch();
        } catch (IOException fault) {
            LOG.warn("PostgreSQL cannot be started again: {}", fault.getMessage());
        } finally {
            lock.unlock();
        }
        return true;
    }
}
