/** Who is in an area: asked once, or watched live. */
@NullMarked
package io.rastro.node.areas;

import org.jspecify.annotations.NullMarked;
