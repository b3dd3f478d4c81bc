/** Whether this node is still one of the cluster, and what it may not do when it is not sure. */
@NullMarked
package io.rastro.node.membership;

import org.jspecify.annotations.NullMarked;
