/** {@code watch} and {@code webhooks}: what happens, as it happens. */
@NullMarked
package io.latebind.cli.live;

import org.jspecify.annotations.NullMarked;
