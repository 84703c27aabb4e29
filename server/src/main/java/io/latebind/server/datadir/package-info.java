/** The data directory: one service at a time holds it, and what is written there is on the disk, whole and private. Knows no feature. */
@NullMarked
package io.latebind.server.datadir;

import org.jspecify.annotations.NullMarked;
