@NullMarked
package io.rastro.sinks.kafka;

import org.jspecify.annotations.NullMarked;
