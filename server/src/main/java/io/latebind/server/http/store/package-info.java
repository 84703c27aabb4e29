/** What the edge itself keeps in the database: the answers of requests that are to be carried out once. */
@NullMarked
package io.latebind.server.http.store;

import org.jspecify.annotations.NullMarked;
