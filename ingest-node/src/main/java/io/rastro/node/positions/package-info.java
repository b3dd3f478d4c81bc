/** Positions over HTTP: taking them in, the latest state, the history. */
@NullMarked
package io.rastro.node.positions;

import org.jspecify.annotations.NullMarked;
