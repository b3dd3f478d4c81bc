/** A courier's history, played as if it were live. */
@NullMarked
package io.rastro.node.playback;

import org.jspecify.annotations.NullMarked;
