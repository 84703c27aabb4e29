/** {@code identities}: the registry of the devices' public keys, and the verification of tokens. */
@NullMarked
package io.latebind.cli.identity;

import org.jspecify.annotations.NullMarked;
