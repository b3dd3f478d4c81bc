package io.rastro.proving.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.pix.EndToEndId;
import io.rastro.protocol.pix.PixKey;
import io.rastro.protocol.pix.PixKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedAccountsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T08:15:00Z"), ZoneOffset.UTC);
    private static final Duration LONG = Duration.ofHours(1);

    private static SimulatedAccounts accounts(int accounts, int requestsEach, int batch, long seed) {
        return new SimulatedAccounts("p", accounts, requestsEach, batch, LONG, seed, CLOCK);
    }

    /** Of so many batches, of which always a few are under way. */
    private static List<Transfer> transfers(SimulatedAccounts source, int batches) {
        List<Transfer> all = new ArrayList<>();
        List<Batch> underWay = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            Batch batch = Objects.requireNonNull(source.poll());
            all.addAll(((PixEvents) batch.content()).transfers());
            underWay.add(batch);
            if (underWay.size() == 5) {
                source.release(underWay.remove(2));
            }
        }
        return all;
    }

    @Test
    void theSystemTakesAllOfThem() {
        SimulatedAccounts source = accounts(3, 5, 50, 1);
        for (int i = 0; i < 200; i++) {
            Batch batch = Objects.requireNonNull(source.poll());
            assertThat(PixEventsTest.read((PixEvents) batch.content()).rejections())
                    .isEmpty();
            source.release(batch);
        }
    }

    @Test
    void idsAndKeysKeepTheRulesAndNoIdComesTwice() {
        Set<String> ids = new HashSet<>();
        for (Transfer transfer : transfers(accounts(3, 5, 10, 1), 2_000)) {
            assertThat(EndToEndId.isEndToEndId(transfer.endToEndId())).isTrue();
            String own = transfer.endToEndId();
            if (transfer.kind() == PixKind.ESTORNO) {
                own = Objects.requireNonNull(transfer.rtrId());
                assertThat(EndToEndId.isRtrId(own)).isTrue();
            } else {
                assertThat(PixKey.kindOf(Objects.requireNonNull(transfer.counterparty())))
                        .contains(PixKey.Kind.EVP);
            }
            assertThat(EndToEndId.isNear(own, transfer.occurredAtMillis())).isTrue();
            assertThat(ids.add(own)).as(own).isTrue();
        }
    }

    @Test
    void whatGoesBackIsOfAnEarlierRecebimentoAndNeverMore() {
        for (long seed = 1; seed <= 5; seed++) {
            Map<String, Long> left = new HashMap<>();
            int estornos = 0;
            for (Transfer transfer : transfers(accounts(2, 5, 10, seed), 3_000)) {
                String payment = transfer.accountId() + ' ' + transfer.endToEndId();
                if (transfer.kind() == PixKind.RECEBIMENTO) {
                    left.put(payment, transfer.centavos());
                } else if (transfer.kind() == PixKind.ESTORNO) {
                    estornos++;
                    long after = left.merge(payment, -transfer.centavos(), Long::sum);
                    assertThat(after).as("seed %s", seed).isNotNegative();
                }
            }
            assertThat(estornos).as("now and then, seed %s", seed).isBetween(300, 900);
        }
    }

    @Test
    void nothingGoesBackBeforeItIsAnsweredFor() {
        SimulatedAccounts source = accounts(1, 100, 50, 1);
        for (int i = 0; i < 100; i++) {
            PixEvents events = (PixEvents) Objects.requireNonNull(source.poll()).content();
            assertThat(events.transfers()).noneMatch(transfer -> transfer.kind() == PixKind.ESTORNO);
        }
    }

    @Test
    void amountsAreMostlySmallAndSometimesLarge() {
        List<Long> amounts = transfers(accounts(10, 5, 10, 7), 1_000).stream()
                .map(Transfer::centavos)
                .sorted()
                .toList();
        assertThat(amounts.get(0)).isPositive();
        assertThat(amounts.get(amounts.size() / 2)).isBetween(6_000L, 12_000L);
        assertThat(amounts.get(amounts.size() * 99 / 100)).isGreaterThan(100_000);
        assertThat(amounts.get(amounts.size() - 1)).isLessThanOrEqualTo(10_000_000);
    }

    @Test
    void theSameSeedMakesTheSameAmounts() {
        assertThat(transfers(accounts(3, 5, 2, 7), 500)).isEqualTo(transfers(accounts(3, 5, 2, 7), 500));
        assertThat(transfers(accounts(3, 5, 2, 7), 500)).isNotEqualTo(transfers(accounts(3, 5, 2, 8), 500));
    }

    @Test
    void aHotAccountHasSeveralRequestsUnderWay() {
        SimulatedAccounts source = accounts(1, 3, 1, 1);
        Batch first = Objects.requireNonNull(source.poll());
        assertThat(source.poll()).isNotNull();
        assertThat(source.poll()).isNotNull();
        assertThat(source.poll()).as("no more than it may").isNull();

        source.release(first);
        assertThat(source.poll()).isNotNull();
        assertThat(source.isExhausted()).isFalse();
    }
}
