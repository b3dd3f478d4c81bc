package io.rastro.sharding.area;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * {@code rastro.areas} in {@code application.conf}, where each key is explained.
 *
 * @param visibleFor a courier of which no position came for this long is not there any more
 * @param maxCouriers the most that a window shows one by one
 * @param askTimeout the longest wait for what other nodes know
 */
public record AreaSettings(Duration visibleFor, int maxCouriers, Duration askTimeout) {

    public AreaSettings {
        if (visibleFor.compareTo(Duration.ofSeconds(10)) < 0 || visibleFor.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("setting rastro.areas.visible-for must lie in 10 s..1 d");
        }
        if (maxCouriers < 1 || maxCouriers > 10_000) {
            throw new IllegalArgumentException("setting rastro.areas.max-couriers must lie in 1..10000");
        }
    }

    public static AreaSettings from(Config root) {
        return new AreaSettings(
                root.getDuration("rastro.areas.visible-for"),
                root.getInt("rastro.areas.max-couriers"),
                root.getDuration("rastro.courier.ask-timeout"));
    }
}
