/** Drives a running system over HTTP and books every answer. */
@NullMarked
package io.rastro.proving.load;

import org.jspecify.annotations.NullMarked;
