@NullMarked
package io.rastro.protocol;

import org.jspecify.annotations.NullMarked;
