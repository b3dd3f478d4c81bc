/** What is known of a running system from outside: lag, metrics, members, processes. */
@NullMarked
package io.rastro.proving.system;

import org.jspecify.annotations.NullMarked;
