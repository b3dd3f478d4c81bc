package io.rastro.proving.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OddAccountsTest {

    @Test
    void someEventsAreToldAgainAndSomeWithAnotherAmount() {
        OddAccounts accounts = new OddAccounts("odd", 3, 2, 3, 7);
        Map<String, Long> told = new HashMap<>();
        int again = 0;
        int otherwise = 0;
        List<Batch> underWay = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Batch batch = Objects.requireNonNull(accounts.poll());
            PixEvents events = PixEvents.of(batch.content());
            for (Transfer transfer : events.transfers()) {
                assertThat(transfer.accountId()).isEqualTo(events.accountId());
                Long before = told.putIfAbsent(transfer.accountId() + transfer.id(), transfer.centavos());
                again += before != null && before == transfer.centavos() ? 1 : 0;
                otherwise += before != null && before != transfer.centavos() ? 1 : 0;
            }
            underWay.add(batch);
            if (underWay.size() == 4) {
                accounts.release(underWay.remove(1));
            }
        }
        assertThat(again).as("of 2,000 requests, seed 7").isBetween(30, 100);
        assertThat(otherwise).as("of 2,000 requests, seed 7").isBetween(20, 80);
    }

    @Test
    void endsWhenItIsTold() {
        OddAccounts accounts = new OddAccounts("odd", 1, 1, 1, 1);
        assertThat(accounts.poll()).isNotNull();
        assertThat(accounts.isExhausted()).isFalse();
        accounts.end();
        assertThat(accounts.poll()).isNull();
        assertThat(accounts.isExhausted()).isTrue();
    }
}
