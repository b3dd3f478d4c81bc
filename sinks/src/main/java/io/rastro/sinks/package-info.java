@NullMarked
package io.rastro.sinks;

import org.jspecify.annotations.NullMarked;
