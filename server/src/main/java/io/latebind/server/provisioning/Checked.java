package io.latebind.server.provisioning;

/** A value that was looked at: good, or bad with a reason that names it (unless it is a secret) and the way out. */
public sealed interface Checked<T> {
    record Good<T>(T value) implements Checked<T> {}

    record Bad<T>(String reason) implements Checked<T> {}
}
