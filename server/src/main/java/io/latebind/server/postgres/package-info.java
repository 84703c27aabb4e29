/** PostgreSQL: the pool, transactions, migrations, and the embedded engine. Knows no feature. */
@NullMarked
package io.latebind.server.postgres;

import org.jspecify.annotations.NullMarked;
