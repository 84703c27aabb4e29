@NullMarked
package io.latebind.server.job;

import org.jspecify.annotations.NullMarked;
