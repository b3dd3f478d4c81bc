package io.rastro.protocol.courier;

import org.jspecify.annotations.Nullable;

/**
 * One item of a request that is not a position.
 *
 * @param index its place in the request, from 0; for NDJSON among the lines that are not blank
 * @param courierId whose it would have been, if that could be read
 * @param field the first field found wrong, such as {@code lat}; empty when it is the item as a whole
 * @param reason what is wrong with it, to be read after the field's name: {@code must be between -90 and 90}. Never
 *     repeats what was sent
 */
public record Rejection(int index, @Nullable String courierId, String field, String reason) {}
