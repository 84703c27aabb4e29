/** Which implementation of cryptography the JVM uses. Knows no feature. */
@NullMarked
package io.latebind.server.cryptography;

import org.jspecify.annotations.NullMarked;
