/** The description of the API, {@code /openapi.json}. */
@NullMarked
package io.rastro.node.openapi;

import org.jspecify.annotations.NullMarked;
