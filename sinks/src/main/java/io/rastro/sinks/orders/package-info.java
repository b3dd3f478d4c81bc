/** What couriers did with orders: topic {@code courier.orders} → table {@code order_changes}. */
@NullMarked
package io.rastro.sinks.orders;

import org.jspecify.annotations.NullMarked;
