/** The receipt check: is everything that was acknowledged in every store, once? */
@NullMarked
package io.rastro.proving.verify;

import org.jspecify.annotations.NullMarked;
