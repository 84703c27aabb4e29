/** Tests of the rules of identity. */
@NullMarked
package io.latebind.server.identity;

import org.jspecify.annotations.NullMarked;
