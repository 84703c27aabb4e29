/** What an operator can set: the keys, their defaults, where a value came from, and what is wrong with it. */
@NullMarked
package io.latebind.server.config;

import org.jspecify.annotations.NullMarked;
