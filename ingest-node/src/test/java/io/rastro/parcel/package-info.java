/**
 * A kind of entity that the product does not have: a parcel, and where it was scanned on its way. It is made of what a third
 * kind would be made of, outside the packages that the other two are in; see docs/adding-an-event-kind.md.
 */
@NullMarked
package io.rastro.parcel;

import org.jspecify.annotations.NullMarked;
