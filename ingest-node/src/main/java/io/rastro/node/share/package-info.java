/** Links by which anybody who has one sees one order, until it expires, and no more of it than its position. */
@NullMarked
package io.rastro.node.share;

import org.jspecify.annotations.NullMarked;
