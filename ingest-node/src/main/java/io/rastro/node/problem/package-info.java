/** Every error that a client sees: RFC 9457 {@code application/problem+json} with a stable type. */
@NullMarked
package io.rastro.node.problem;

import org.jspecify.annotations.NullMarked;
