@NullMarked
package io.rastro.cli;

import org.jspecify.annotations.NullMarked;
