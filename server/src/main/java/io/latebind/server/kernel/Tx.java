package io.latebind.server.kernel;

/** An open transaction, handed to every store method. Only {@code postgres} knows what is in it. */
public interface Tx {}
