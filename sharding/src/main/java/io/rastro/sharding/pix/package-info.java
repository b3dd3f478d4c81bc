/** What a Pix account knows of its payments and their returns, and what the next report of one comes to. */
@NullMarked
package io.rastro.sharding.pix;

import org.jspecify.annotations.NullMarked;
