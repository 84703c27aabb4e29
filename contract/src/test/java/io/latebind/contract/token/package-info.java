@NullMarked
package io.latebind.contract.token;

import org.jspecify.annotations.NullMarked;
