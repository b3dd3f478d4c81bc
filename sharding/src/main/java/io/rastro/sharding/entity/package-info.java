/** What every kind of entity is started, asked and ended by, whatever it decides. */
@NullMarked
package io.rastro.sharding.entity;

import org.jspecify.annotations.NullMarked;
