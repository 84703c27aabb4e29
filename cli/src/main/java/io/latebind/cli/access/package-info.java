/** {@code account}, {@code keys}, {@code members} and {@code teams}: who may do what. */
@NullMarked
package io.latebind.cli.access;

import org.jspecify.annotations.NullMarked;
