package io.rastro.sinks.receipt;

import com.typesafe.config.Config;
import io.rastro.sinks.Settings;
import java.time.Duration;

/**
 * {@code rastro.sinks.receipts}.
 *
 * @param atOnce look-ups of this node under way
 * @param timeout for the stores together, when the one who asks says nothing
 * @param maxTimeout for the stores together, whatever is asked for
 * @param maxRecords of Kafka that one look-up reads
 * @param maxObjects of the lake that one look-up opens
 */
public record ReceiptSettings(int atOnce, Duration timeout, Duration maxTimeout, int maxRecords, int maxObjects) {

    public static ReceiptSettings from(Config receipts) {
        Duration timeout = Settings.durationIn(receipts, "timeout", Duration.ofMillis(100), Duration.ofMinutes(1));
        return new ReceiptSettings(
                Settings.intIn(receipts, "at-once", 1, 64),
                timeout,
                Settings.durationIn(receipts, "max-timeout", timeout, Duration.ofMinutes(10)),
                Settings.intIn(receipts, "max-records", 1, 100_000_000),
                Settings.intIn(receipts, "max-objects", 1, 100_000));
    }
}
