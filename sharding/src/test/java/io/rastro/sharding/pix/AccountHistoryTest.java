package io.rastro.sharding.pix;

import static io.rastro.sharding.pix.Histories.PAYMENTS;
import static io.rastro.sharding.pix.Histories.deliveries;
import static io.rastro.sharding.pix.Histories.history;
import static io.rastro.sharding.pix.Items.e2e;
import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random histories of one account, against a model that keeps everything for ever. */
class AccountHistoryTest {

    private record Event(List<Decided> decided, long seqNr, long tabledUpTo) {}

    /** An account in the middle of its history, its journal and what the table has of it. */
    private static final class Run {
        final Random random;
        final int window;
        final Payments start;
        final NaiveAccount model = new NaiveAccount();
        final List<Event> journal = new ArrayList<>();
        final Map<String, Integer> verdicts = new TreeMap<>();
        Payments live;
        long tabledUpTo;
        int lookUps;

        Run(Random random, int window) {
            this.random = random;
            this.window = window;
            // In half of the runs ids of the first half left long ago, as far as the account can tell.
            long horizon = random.nextBoolean() ? -1 : Forgotten.minute(e2e(PAYMENTS / 2));
            this.start = Payments.restore(window, List.of(), new Forgotten(List.of(), IdFilter.EMPTY, horizon));
            this.live = start;
        }

        void call(List<PixItem> items) {
            boolean facts = random.nextInt(4) > 0;
            PixPlan plan = PixPlan.of(live, items);
            if (!plan.unsure().isEmpty()) {
                lookUps++;
                assertThat(plan.decided()).isEmpty();
                plan = PixPlan.of(live, items, table(plan.unsure()));
            }
            assertThat(plan.unsure()).isEmpty();
            assertThat(plan.decided()).hasSameSizeAs(items);
            for (int i = 0; i < items.size(); i++) {
                NaiveAccount.Answer expected = model.tell(items.get(i), facts);
                NaiveAccount.Answer answer =
                        NaiveAccount.Answer.of(plan.decided().get(i));
                if (facts || expected.rule() == null) {
                    assertThat(answer).as("%s", items.get(i)).isEqualTo(expected);
                } else {
                    // Refused twice in one call the second may be called a duplicate; of a request that changes
                    // nothing.
                    assertThat(answer.rule()).isEqualTo(expected.rule());
                }
                verdicts.merge(answer.verdict() + " " + answer.rule(), 1, Integer::sum);
                verdicts.merge("joined", answer.joined().size(), Integer::sum);
                answer.refused().values().forEach(rule -> verdicts.merge("refused " + rule, 1, Integer::sum));
            }
            persist(facts ? plan.facts() : plan.admitted());
        }

        private void persist(List<Decided> decided) {
            tabledUpTo =
                    random.nextInt(3) == 0 ? tabledUpTo + random.nextLong(journal.size() - tabledUpTo + 1) : tabledUpTo;
            if (!decided.isEmpty()) {
                Event event = new Event(decided, journal.size() + 1, tabledUpTo);
                journal.add(event);
                live = live.apply(decided, event.seqNr, tabledUpTo, Items.RECEIVED);
            }
            if (random.nextInt(50) == 0) {
                live = Payments.restore(window, live.oldestFirst(), read(live.forgotten()));
            }
        }

        private static Forgotten read(Forgotten forgotten) {
            List<Forgotten.Generation> generations = forgotten.generations().stream()
                    .map(each -> new Forgotten.Generation(
                            IdFilter.of(each.filter().toBytes()), each.size(), each.newestMinute()))
                    .toList();
            return new Forgotten(generations, IdFilter.of(forgotten.odd().toBytes()), forgotten.horizon());
        }

        /** No more than the table must have: nothing that came after {@code tabledUpTo}. */
        LookedUp table(Set<String> asked) {
            Map<String, Payment> rows = new HashMap<>();
            for (Event event : journal.subList(0, (int) tabledUpTo)) {
                for (int i = 0; i < event.decided.size(); i++) {
                    Decided row = event.decided.get(i);
                    String id = row.item().endToEndId();
                    Payment before = rows.getOrDefault(id, Payment.unknown(id));
                    rows.put(id, before.after(row, event.seqNr, i));
                }
            }
            rows.values()
                    .removeIf(payment -> !asked.contains(payment.endToEndId())
                            && Collections.disjoint(payment.returns().keySet(), asked));
            return LookedUp.of(asked, rows.values());
        }

        void check() {
            for (Payment payment : live.oldestFirst()) {
                checkPayment(payment);
            }
            Payments replayed = start;
            for (Event event : journal) {
                replayed = replayed.apply(event.decided, event.seqNr, event.tabledUpTo, Items.RECEIVED);
            }
            assertThat(replayed.oldestFirst()).isEqualTo(live.oldestFirst());
            assertThat(replayed.endToEndIds()).isEqualTo(live.endToEndIds());
            assertThat(replayed.forgotten()).isEqualTo(live.forgotten());
        }

        private void checkPayment(Payment payment) {
            String id = payment.endToEndId();
            assertThat(payment.original() != null).isEqualTo(model.payments.containsKey(id));
            if (payment.original() != null) {
                assertThat(payment.counted())
                        .isEqualTo(model.sum(id))
                        .isLessThanOrEqualTo(payment.original().centavos());
            }
            Map<String, String> statuses = new HashMap<>();
            model.of(id).forEach(each -> statuses.put(each.rtrId, each.status));
            assertThat(statusesOf(payment)).isEqualTo(statuses);
        }

        /** Over the whole journal; what was refused when its payment came may come anew. */
        void checkCountedOnce() {
            Map<String, Integer> counted = new HashMap<>();
            for (Event event : journal) {
                for (Decided each : event.decided) {
                    if (each.verdict() == Verdict.NEW || each.verdict() == Verdict.WAITING) {
                        counted.merge(each.item().id(), 1, Integer::sum);
                    }
                    each.refused().forEach(refused -> counted.merge(refused.rtrId(), -1, Integer::sum));
                }
            }
            Set<String> ids = new HashSet<>(model.payments.keySet());
            ids.addAll(model.returns.keySet());
            counted.values().removeIf(count -> count == 0);
            assertThat(counted.keySet()).isEqualTo(ids);
            assertThat(counted.values()).containsOnly(1);
        }
    }

    @Test
    void comesToTheSameAsAModelThatForgetsNothing() {
        Map<String, Integer> verdicts = new TreeMap<>();
        int deliveries = 0;
        int lookUps = 0;
        for (int run = 0; run < 20; run++) {
            long seed = System.nanoTime() + run;
            System.out.println("seed " + seed);
            Random random = new Random(seed);
            Run account = new Run(random, 1 + random.nextInt(60));
            List<PixItem> items = deliveries(random, history(random, true));
            for (int from = 0; from < items.size(); ) {
                int to = Math.min(items.size(), from + 1 + random.nextInt(12));
                account.call(items.subList(from, to));
                from = to;
            }
            account.check();
            account.checkCountedOnce();
            account.verdicts.forEach((verdict, count) -> verdicts.merge(verdict, count, Integer::sum));
            deliveries += items.size();
            lookUps += account.lookUps;
        }
        System.out.println(deliveries + " deliveries, " + lookUps + " look-ups, " + verdicts);
        assertThat(deliveries).isGreaterThan(20_000);
        assertThat(lookUps).isGreaterThan(1_000);
        assertThat(verdicts)
                .containsKeys(
                        "NEW null",
                        "WAITING null",
                        "ADVANCES null",
                        "COMPLETES null",
                        "DUPLICATE null",
                        "VIOLATION id-reused",
                        "VIOLATION above-original",
                        "VIOLATION too-late",
                        "VIOLATION status-conflict",
                        "DUPLICATE above-original",
                        "refused above-original",
                        "refused too-late");
        assertThat(verdicts.get("joined")).isGreaterThan(1_000);
    }

    /**
     * It holds for histories in which no id is reused, no return is told of as made and as not made or too late, and all
     * returns of a payment together fit it.
     */
    @Test
    void theOrderOfDeliveryDecidesNothingInAHistoryWithoutContradictions() {
        for (int run = 0; run < 5; run++) {
            long seed = System.nanoTime() + run;
            System.out.println("seed " + seed);
            Random random = new Random(seed);
            List<PixItem> items = history(random, false);
            Map<String, Map<String, String>> first = Map.of();
            for (int order = 0; order < 4; order++) {
                List<PixItem> shuffled = new ArrayList<>(items);
                items.stream().filter(each -> random.nextBoolean()).forEach(shuffled::add);
                Collections.shuffle(shuffled, random);
                Map<String, Map<String, String>> last = statusesAfter(random, shuffled);
                assertThat(last).isEqualTo(order == 0 ? last : first);
                first = last;
            }
            assertThat(first).hasSize(PAYMENTS);
        }
    }

    private static Map<String, Map<String, String>> statusesAfter(Random random, List<PixItem> items) {
        Payments state = Payments.empty(PAYMENTS * 4);
        int seqNr = 0;
        for (int from = 0; from < items.size(); ) {
            int to = Math.min(items.size(), from + 1 + random.nextInt(12));
            PixPlan plan = PixPlan.of(state, items.subList(from, to));
            assertThat(plan.decided()).allSatisfy(each -> {
                assertThat(each.rule()).isNull();
                assertThat(each.refused()).isEmpty();
            });
            state = state.apply(plan.facts(), ++seqNr, 0, Items.RECEIVED);
            from = to;
        }
        Map<String, Map<String, String>> statuses = new HashMap<>();
        state.oldestFirst().forEach(each -> statuses.put(each.endToEndId(), statusesOf(each)));
        return statuses;
    }

    private static Map<String, String> statusesOf(Payment payment) {
        Map<String, String> statuses = new HashMap<>();
        payment.returns().forEach((rtrId, each) -> statuses.put(rtrId, each.status()));
        return statuses;
    }
}
