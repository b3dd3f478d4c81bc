/** The routes of Pix accounts: what clients tell, what providers report, and what is known. */
@NullMarked
package io.rastro.node.pix;

import org.jspecify.annotations.NullMarked;
