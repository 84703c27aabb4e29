package io.latebind.cli.live;

import java.util.Optional;

/**
 * A message of an event stream (WHATWG HTML, 9.2).
 *
 * @param id empty when it had none
 * @param data lines with line feeds between
 */
record ServerEvent(Optional<String> id, String data) {}
