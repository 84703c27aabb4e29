@NullMarked
package io.latebind.server.certificate.remote;

import org.jspecify.annotations.NullMarked;
