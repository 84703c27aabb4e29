/** How stored secrets are encrypted, where the key lies, and why the service does not start with a wrong one. Knows no feature. */
@NullMarked
package io.latebind.server.secrecy;

import org.jspecify.annotations.NullMarked;
