/** What runs inside the child processes: no dependency beyond the JDK. */
@NullMarked
package io.rastro.devstack.child;

import org.jspecify.annotations.NullMarked;
