/** Geofences over HTTP, and where they are stored. */
@NullMarked
package io.rastro.node.geofences;

import org.jspecify.annotations.NullMarked;
