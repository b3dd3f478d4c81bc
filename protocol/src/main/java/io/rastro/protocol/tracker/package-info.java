/** What tracker apps for phones send, turned into positions. Pure: bytes in, a {@link io.rastro.protocol.tracker.TrackerReport} out. */
@NullMarked
package io.rastro.protocol.tracker;

import org.jspecify.annotations.NullMarked;
