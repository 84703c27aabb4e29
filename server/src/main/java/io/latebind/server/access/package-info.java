/** Teams, members and API keys. Promise: a key is shown once and stored only as a hash. */
@NullMarked
package io.latebind.server.access;

import org.jspecify.annotations.NullMarked;
