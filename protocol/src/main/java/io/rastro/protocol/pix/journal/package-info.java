/** What a Pix account writes down: what it was told, what that came to, and what is known of its payments then. */
@NullMarked
package io.rastro.protocol.pix.journal;

import org.jspecify.annotations.NullMarked;
