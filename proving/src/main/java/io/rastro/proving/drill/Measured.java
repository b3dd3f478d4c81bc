package io.rastro.proving.drill;

import org.jspecify.annotations.Nullable;

/**
 * A figure of a drill.
 *
 * @param value null when it never came to that
 * @param unit such as s
 */
public record Measured(String what, @Nullable Double value, String unit) {}
