/** What happened on Pix accounts: the topics of its kinds → query tables. */
@NullMarked
package io.rastro.sinks.pix;

import org.jspecify.annotations.NullMarked;
