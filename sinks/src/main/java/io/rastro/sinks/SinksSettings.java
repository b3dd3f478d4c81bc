package io.rastro.sinks;

import com.typesafe.config.Config;
import io.rastro.sinks.kafka.DeadLettersSettings;
import io.rastro.sinks.kafka.EgressSettings;
import io.rastro.sinks.kafka.KafkaSettings;
import io.rastro.sinks.lake.LakeSettings;
import io.rastro.sinks.receipt.ReceiptSettings;
import io.rastro.sinks.table.TableSettings;

/** All of {@code rastro.sinks}. */
public record SinksSettings(
        KafkaSettings kafka,
        EgressSettings egress,
        DeadLettersSettings deadLetters,
        ConsumingSettings consuming,
        TableSettings table,
        TopicSinkSettings orders,
        TopicSinkSettings pix,
        LakeSettings lake,
        LakeSettings pixLake,
        ReceiptSettings receipts) {

    public SinksSettings {
        if (!pixLake.keyspace().equals(lake.keyspace())) {
            throw new IllegalArgumentException("setting pix-lake.keyspace must be that of lake, which has one ledger");
        }
        if (!pixLake.bucket().equals(lake.bucket())) {
            throw new IllegalArgumentException("setting pix-lake.bucket must be that of lake: receipts look in one");
        }
        if (pixLake.groupId().equals(lake.groupId())) {
            throw new IllegalArgumentException("settings group-id of lake and pix-lake must differ");
        }
    }

    /** @param root the whole configuration, resolved */
    public static SinksSettings from(Config root) {
        Config sinks = root.getConfig("rastro.sinks");
        return new SinksSettings(
                KafkaSettings.from(sinks.getConfig("kafka")),
                EgressSettings.from(sinks.getConfig("egress")),
                DeadLettersSettings.from(sinks.getConfig("dead-letters")),
                ConsumingSettings.from(sinks),
                TableSettings.from(sinks.getConfig("table")),
                TopicSinkSettings.from(sinks.getConfig("orders")),
                TopicSinkSettings.from(sinks.getConfig("pix")),
                LakeSettings.from(sinks.getConfig("lake")),
                LakeSettings.from(sinks.getConfig("pix-lake")),
                ReceiptSettings.from(sinks.getConfig("receipts")));
    }
}
