/** Reading topic {@code dead-letters}, and putting back what is in it. */
@NullMarked
package io.rastro.sinks.letters;

import org.jspecify.annotations.NullMarked;
