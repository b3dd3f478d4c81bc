/** What every route shares: dispatch, bodies, admission, metrics, the server itself. Knows no couriers. */
@NullMarked
package io.rastro.node.http;

import org.jspecify.annotations.NullMarked;
