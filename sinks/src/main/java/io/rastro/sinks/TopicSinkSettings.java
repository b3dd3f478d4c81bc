package io.rastro.sinks;

import com.typesafe.config.Config;

/**
 * {@code rastro.sinks.orders} and {@code rastro.sinks.pix}. Keyspace, consistency, time to live and the size of a chunk are the
 * table's.
 *
 * @param enabled whether this node runs the sink
 * @param consumer what differs in its consumer from the other sinks'
 */
public record TopicSinkSettings(boolean enabled, String groupId, Config consumer) {

    public static TopicSinkSettings from(Config sink) {
        return new TopicSinkSettings(
                sink.getBoolean("enabled"), Settings.textOf(sink, "group-id"), sink.getConfig("consumer"));
    }
}
