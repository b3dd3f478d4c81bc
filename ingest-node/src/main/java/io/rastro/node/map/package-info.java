/** The live map at {@code /} and the files it is made of. */
@NullMarked
package io.rastro.node.map;

import org.jspecify.annotations.NullMarked;
