/** Devices that were onboarded by a rule, at the service that they were onboarded to. */
@NullMarked
package io.latebind.acceptance.onboarding;

import org.jspecify.annotations.NullMarked;
