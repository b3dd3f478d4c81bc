/** How far one event has come: a look into Kafka, the table and the lake for a single position. */
@NullMarked
package io.rastro.sinks.receipt;

import org.jspecify.annotations.NullMarked;
