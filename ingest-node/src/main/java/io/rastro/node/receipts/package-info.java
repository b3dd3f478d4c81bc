/** How far one event has come, over HTTP. */
@NullMarked
package io.rastro.node.receipts;

import org.jspecify.annotations.NullMarked;
