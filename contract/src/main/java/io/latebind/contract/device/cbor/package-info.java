/**
 * Device messages as CBOR (specification 6.1, RFC 8949): definite length and shortest form on the way out, definite and
 * indefinite length on the way in. Decoding is a total function: bytes become a message or a {@code Malformed}, never an
 * exception, never memory beyond the limits.
 */
@NullMarked
package io.latebind.contract.device.cbor;

import org.jspecify.annotations.NullMarked;
