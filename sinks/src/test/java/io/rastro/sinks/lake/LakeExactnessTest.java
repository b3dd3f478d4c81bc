package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sinks.PixItems;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.Tracks;
import io.rastro.sinks.kafka.Published;
import io.rastro.sinks.kafka.TopicNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Random journals of accounts, published by lines that break and begin again; sinks that are killed at any line, that go on
 * after they have lost their partition, and whose letters are put back twice. Each event id is in exactly one row.
 */
class LakeExactnessTest {

    private static final int ACCOUNTS = 3;
    private static final int EVENTS = 80;
    private static final List<String> RULES = List.of("night", "minute", "hour", "new");
    private static final LakeSettings SETTINGS = SinksSettings.from(
                    ConfigFactory.parseString("rastro.sinks.pix-lake { max-records = 9, dedupe-horizon = 1 h }")
                            .withFallback(ConfigFactory.load()))
            .pixLake();

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Map<String, SimulatedLake<?>> lakes = Datasets.allPix(TopicNames.USUAL).stream()
            .collect(Collectors.toMap(Dataset::topic, dataset -> new SimulatedLake<>(dataset, SETTINGS, random)));
    private final Map<String, Set<String>> expected = new HashMap<>();
    private long clock = Tracks.NOON.toEpochMilli();

    @RepeatedTest(25)
    void eachEventIdIsInExactlyOneRow() throws Exception {
        System.out.println("seed " + seed);
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(new Account("acc/" + i));
        }
        for (int event = 0; event < EVENTS; event++) {
            accounts.get(random.nextInt(ACCOUNTS)).record();
            accounts.get(random.nextInt(ACCOUNTS)).publish(random.nextInt(3) > 0);
            accounts.forEach(Account::publishIfOverdue);
            for (SimulatedLake<?> lake : lakes.values()) {
                lake.goOn(random.nextInt(10));
            }
        }
        for (Account account : accounts) {
            account.publish(true);
        }
        for (SimulatedLake<?> lake : lakes.values()) {
            lake.finish();
            lake.putBackTwice();
            lake.finish();
            assertThat(lake.eventIds())
                    .as("seed %d, %s", seed, lake.topic())
                    .containsExactlyInAnyOrderElementsOf(expected.getOrDefault(lake.topic(), Set.of()));
            assertThat(lake.missing()).as("seed %d, %s", seed, lake.topic()).isZero();
        }
    }

    /** Its journal, and what of it is not acknowledged. */
    private final class Account {

        private final String id;
        private final Map<PixKind, Long> newest = new EnumMap<>(PixKind.class);
        private final List<List<ConsumerRecord<String, byte[]>>> pending = new ArrayList<>();
        private long seqNr;

        Account(String id) {
            this.id = id;
        }

        void record() {
            seqNr += 1 + random.nextInt(2); // a marker, which nobody publishes
            clock += random.nextInt(240_000);
            PixRecorded event = event();
            List<ConsumerRecord<String, byte[]>> records = Published.of("pix", id, seqNr, event);
            records.forEach(record -> expected.computeIfAbsent(record.topic(), first -> new HashSet<>())
                    .add(Published.eventId(record)));
            pending.add(records);
            event.items().forEach(decided -> newest.put(decided.item().kind(), seqNr));
        }

        private PixRecorded event() {
            List<Decided> items = new ArrayList<>();
            List<PixSignal> signals = new ArrayList<>();
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                List<String> rules = new ArrayList<>(RULES);
                Collections.shuffle(rules, random);
                for (String rule : rules.subList(0, random.nextInt(RULES.size()))) {
                    signals.add(new PixSignal(items.size(), rule, 1, 0.5, Map.of("value", "1", "limit", "0")));
                }
                items.add(Decided.of(item(), Verdict.NEW));
            }
            return new PixRecorded(clock, 0, 0, 0, items, signals, newest);
        }

        private PixItem item() {
            PixKind kind = PixKind.values()[random.nextInt(3)];
            int number = random.nextInt(20_000_000); // milliseconds before noon: of several hours
            return kind == PixKind.ESTORNO ? PixItems.returned(number, "DEVOLVIDO") : PixItems.payment(kind, number);
        }

        /** All that is not acknowledged, in order; a line that breaks leaves of each topic the beginning. */
        void publish(boolean isWhole) {
            for (SimulatedLake<?> lake : lakes.values()) {
                List<ConsumerRecord<String, byte[]>> records = pending.stream()
                        .flatMap(List::stream)
                        .filter(record -> record.topic().equals(lake.topic()))
                        .toList();
                int stored = isWhole ? records.size() : random.nextInt(records.size() + 1);
                records.subList(0, stored).forEach(lake::append);
            }
            if (isWhole && random.nextInt(4) > 0) {
                pending.clear();
            }
        }

        /** No repetition may come later than the horizon. */
        void publishIfOverdue() {
            while (!pending.isEmpty()
                    && clock - pending.get(0).get(0).timestamp()
                            > SETTINGS.dedupeHorizon().toMillis() / 2) {
                publish(true);
            }
        }
    }
}
