@NullMarked
package io.rastro.sinks.lake;

import org.jspecify.annotations.NullMarked;
