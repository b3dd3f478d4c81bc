/** From a configuration file to a running node: settings, waiting for servers, wiring, stopping. */
@NullMarked
package io.rastro.node.start;

import org.jspecify.annotations.NullMarked;
