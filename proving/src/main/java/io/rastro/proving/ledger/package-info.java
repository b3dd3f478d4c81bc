/** What the system has acknowledged, written down by the client. */
@NullMarked
package io.rastro.proving.ledger;

import org.jspecify.annotations.NullMarked;
