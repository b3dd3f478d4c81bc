@NullMarked
package io.rastro.node.journal;

import org.jspecify.annotations.NullMarked;
