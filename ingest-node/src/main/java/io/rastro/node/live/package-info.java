/** What is watched as it happens, over WebSocket or server-sent events. */
@NullMarked
package io.rastro.node.live;

import org.jspecify.annotations.NullMarked;
