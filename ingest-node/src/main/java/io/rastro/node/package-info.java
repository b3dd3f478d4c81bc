@NullMarked
package io.rastro.node;

import org.jspecify.annotations.NullMarked;
