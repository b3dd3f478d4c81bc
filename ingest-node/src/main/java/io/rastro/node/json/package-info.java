/** JSON without trees. */
@NullMarked
package io.rastro.node.json;

import org.jspecify.annotations.NullMarked;
