package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.sinks.kafka.TopicNames;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ObjectNamesTest {

    private static final TopicPartition PARTITION = new TopicPartition("courier.positions", 3);

    @Test
    void sayDayHourTopicPartitionAndOffset() {
        int hour = 20_778 * 24 + 8; // 2026-11-21T08Z

        assertThat(ObjectNames.of(PARTITION, 128_000, hour))
                .isEqualTo("courier_positions/dt=2026-11-21/hour=08/courier.positions+3+128000.parquet");
    }

    @Test
    void beginWithWhatTheDatasetIsAskedFor() {
        assertThat(ObjectNames.of(PARTITION, 1, 0))
                .startsWith(Datasets.positions(TopicNames.USUAL).prefix());
        assertThat(Datasets.allPix(TopicNames.USUAL))
                .extracting(Dataset::prefix)
                .containsExactly("pix_pagamentos/", "pix_recebimentos/", "pix_estornos/", "pix_sinais/");
    }

    @Test
    void holdBefore1970() {
        assertThat(ObjectNames.of(PARTITION, 0, -1)).contains("dt=1969-12-31/hour=23/");
    }
}
