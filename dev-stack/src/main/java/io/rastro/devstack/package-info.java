@NullMarked
package io.rastro.devstack;

import org.jspecify.annotations.NullMarked;
