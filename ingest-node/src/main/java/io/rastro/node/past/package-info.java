/** What was so at an instant. */
@NullMarked
package io.rastro.node.past;

import org.jspecify.annotations.NullMarked;
