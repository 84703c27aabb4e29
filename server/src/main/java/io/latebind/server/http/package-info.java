/**
 * HTTP, without a word of Vert.x or Netty to the outside: features write handlers over {@link io.latebind.server.http.HttpCall}
 * and {@link io.latebind.server.http.HttpAnswer}, which run as blocking code on virtual threads.
 */
@NullMarked
package io.latebind.server.http;

import org.jspecify.annotations.NullMarked;
