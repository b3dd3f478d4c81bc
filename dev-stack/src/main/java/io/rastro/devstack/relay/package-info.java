/** Passes connections on; nothing but the JDK, since it also runs inside other processes. */
@NullMarked
package io.rastro.devstack.relay;

import org.jspecify.annotations.NullMarked;
