/** {@code audit}: who changed what, and whether the trail is whole. */
@NullMarked
package io.latebind.cli.audit;

import org.jspecify.annotations.NullMarked;
