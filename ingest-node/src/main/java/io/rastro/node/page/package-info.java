/** What all pages are made of. */
@NullMarked
package io.rastro.node.page;

import org.jspecify.annotations.NullMarked;
