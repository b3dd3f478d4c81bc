package io.rastro.sinks.orders;

import com.typesafe.config.Config;
import io.rastro.sinks.Settings;

/**
 * {@code rastro.sinks.orders}. Keyspace, consistency, time to live and the size of a chunk are the table's.
 *
 * @param enabled whether this node runs the sink
 * @param consumer what differs in its consumer from the other sinks'
 */
public record OrdersSettings(boolean enabled, String groupId, Config consumer) {

    public static OrdersSettings from(Config orders) {
        return new OrdersSettings(
                orders.getBoolean("enabled"), Settings.textOf(orders, "group-id"), orders.getConfig("consumer"));
    }
}
