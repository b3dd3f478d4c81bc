/** What happens to a cluster under load, done to one on purpose and measured. */
@NullMarked
package io.rastro.proving.drill;

import org.jspecify.annotations.NullMarked;
