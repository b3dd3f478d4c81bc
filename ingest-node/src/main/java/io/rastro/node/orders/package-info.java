/** What couriers do with orders, and the live frames of an order. */
@NullMarked
package io.rastro.node.orders;

import org.jspecify.annotations.NullMarked;
