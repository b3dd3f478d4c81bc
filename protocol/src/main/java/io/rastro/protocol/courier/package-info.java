@NullMarked
package io.rastro.protocol.courier;

import org.jspecify.annotations.NullMarked;
