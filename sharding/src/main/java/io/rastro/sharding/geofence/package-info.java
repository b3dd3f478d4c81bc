/** Geofences: where they are, and which of them a position crosses. */
@NullMarked
package io.rastro.sharding.geofence;

import org.jspecify.annotations.NullMarked;
