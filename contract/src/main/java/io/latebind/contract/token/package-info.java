/**
 * What a modem signs: the attestation token, KEYGEN output and the device JWT (specification 5). Parsing is strict and total;
 * verification and the recovery of candidate keys are pure functions over bytes.
 */
@NullMarked
package io.latebind.contract.token;

import org.jspecify.annotations.NullMarked;
