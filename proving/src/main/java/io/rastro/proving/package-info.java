@NullMarked
package io.rastro.proving;

import org.jspecify.annotations.NullMarked;
