@NullMarked
package io.rastro.sinks.table;

import org.jspecify.annotations.NullMarked;
