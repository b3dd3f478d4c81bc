/** What an account's own past says about what happens on it: pure functions of what was journaled. */
@NullMarked
package io.rastro.sharding.pix.signal;

import org.jspecify.annotations.NullMarked;
