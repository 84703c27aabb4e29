/** The words that every feature shares: refusals, principals, transactions, ids, limits. No I/O; knows no feature. */
@NullMarked
package io.latebind.server.kernel;

import org.jspecify.annotations.NullMarked;
