package io.rastro.proving.drill;

/**
 * What has to hold.
 *
 * @param what is measured
 * @param figure that was measured
 * @param limit that it has to keep to
 */
public record Bound(String what, String figure, String limit, boolean holds) {}
