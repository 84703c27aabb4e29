@NullMarked
package io.latebind.server.certificate;

import org.jspecify.annotations.NullMarked;
