/** Faults in a seeded order, under a load whose every acknowledgement is kept. */
@NullMarked
package io.rastro.proving.chaos;

import org.jspecify.annotations.NullMarked;
