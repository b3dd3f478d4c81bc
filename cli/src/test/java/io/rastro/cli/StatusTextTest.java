package io.rastro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StatusTextTest {

    @Test
    void aNodeTellsWhatLivesOnItOfEachKind() throws IOException {
        String text = StatusText.of(new ObjectMapper().readTree("""
                {"members":[],"nodes":[
                {"url":"http://a","ready":true,"shards":7,"couriers":12,"pixShards":3,"pixAccounts":5,"outboxEvents":2},
                {"url":"http://b","ready":false}],
                "lag":{"rastro-lake":1,"rastro-pix":4},"processes":{}}"""));

        assertThat(text.lines())
                .containsExactly(
                        "node     http://a  ready, 12 couriers in 7 shards, 5 Pix accounts in 3 shards, 2 events not yet in Kafka",
                        "node     http://b  NOT ready, 0 couriers in 0 shards, 0 Pix accounts in 0 shards, unknown events not yet"
                                + " in Kafka",
                        "lag      rastro-lake 1, rastro-pix 4",
                        "memory   ");
    }
}
