/** Measures a running system: throughput, latency, whether the sinks keep up, what it costs. */
@NullMarked
package io.rastro.proving.bench;

import org.jspecify.annotations.NullMarked;
