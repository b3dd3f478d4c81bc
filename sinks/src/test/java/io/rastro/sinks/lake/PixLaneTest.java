package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.TracedPixSignal;
import io.rastro.sinks.PixItems;
import io.rastro.sinks.SinksSettings;
import io.rastro.sinks.kafka.Published;
import io.rastro.sinks.kafka.Retry;
import io.rastro.sinks.kafka.TopicNames;
import io.rastro.sinks.kafka.ValueReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Topics that have only some items of an event, or several records of one; the records are those that the egress makes. */
class PixLaneTest {

    private static final byte[] GARBAGE = {1, 2, 3};
    private static final LakeSettings SETTINGS =
            SinksSettings.from(ConfigFactory.load()).pixLake();
    private static final Dataset<TracedPix> RECEBIMENTOS = Datasets.pix(TopicNames.USUAL, PixKind.RECEBIMENTO);
    private static final Dataset<TracedPix> ESTORNOS = Datasets.pix(TopicNames.USUAL, PixKind.ESTORNO);
    private static final Dataset<TracedPixSignal> SIGNALS = Datasets.pixSignals(TopicNames.USUAL);

    /** Items 0 and 3 are recebimentos, 2, 4 and 5 estornos; of 1 there is one signal, of 3 two. */
    private static List<ConsumerRecord<String, byte[]>> event(long seqNr, long before) {
        Map<PixKind, Long> newest = before == 0
                ? Map.of()
                : Map.of(PixKind.PAGAMENTO, before, PixKind.RECEBIMENTO, before, PixKind.ESTORNO, before);
        return Published.of("pix", "acc/1", seqNr, PixItems.ofAllKinds(before, newest));
    }

    @Test
    void takesEachItemOnceHoweverOftenItsEventIsPublished() {
        Reading<TracedPix> reading = new Reading<>(ESTORNOS)
                .read(event(1, 0))
                .read(event(4, 1))
                .read(event(1, 0))
                .read(event(4, 1))
                .read(event(9, 4));

        assertThat(reading.eventIds())
                .containsExactly(
                        "pix~acc/1~1~2",
                        "pix~acc/1~1~4",
                        "pix~acc/1~1~5",
                        "pix~acc/1~4~2",
                        "pix~acc/1~4~4",
                        "pix~acc/1~4~5",
                        "pix~acc/1~9~2",
                        "pix~acc/1~9~4",
                        "pix~acc/1~9~5");
        assertThat(reading.batch().dropped()).isEqualTo(6);
        assertThat(reading.batch().missing()).isZero();
    }

    /** The line broke between two records of one event, and the event came again. */
    @Test
    void takesWhatWasLeftOfAnEvent() {
        Reading<TracedPix> reading = new Reading<>(ESTORNOS)
                .read(event(1, 0), record -> !Published.eventId(record).endsWith("~5"))
                .read(event(1, 0));

        assertThat(reading.eventIds()).containsExactly("pix~acc/1~1~2", "pix~acc/1~1~4", "pix~acc/1~1~5");
        assertThat(reading.batch().missing()).isZero();
    }

    @Test
    void countsWhatNeverCame() {
        Reading<TracedPix> wholeEvent =
                new Reading<>(RECEBIMENTOS).read(event(1, 0)).read(event(3, 2));
        assertThat(wholeEvent.batch().missing()).as("2").isEqualTo(1);

        Reading<TracedPix> item = new Reading<>(ESTORNOS)
                .read(event(1, 0), record -> !Published.eventId(record).endsWith("~4"));
        assertThat(item.batch().missing()).as("4 of 1").isEqualTo(1);

        Reading<TracedPix> beginning = new Reading<>(ESTORNOS)
                .read(event(1, 0))
                .read(event(2, 1), record -> !Published.eventId(record).endsWith("~2"));
        assertThat(beginning.batch().missing()).as("the beginning of 2").isEqualTo(1);
    }

    /** Several are of one item, and not every event has any. */
    @Test
    void takesEachSignalOnce() {
        Reading<TracedPixSignal> reading = new Reading<>(SIGNALS)
                .read(event(2, 1), record -> !Published.eventId(record).endsWith("~novo"))
                .read(event(2, 1))
                .read(event(7, 3))
                .read(event(2, 1))
                .read(event(7, 3));

        assertThat(reading.eventIds())
                .containsExactly(
                        "pix~acc/1~2~1~limite-noturno",
                        "pix~acc/1~2~3~velocidade",
                        "pix~acc/1~2~3~novo",
                        "pix~acc/1~7~1~limite-noturno",
                        "pix~acc/1~7~3~velocidade",
                        "pix~acc/1~7~3~novo");
        assertThat(reading.batch().dropped()).isEqualTo(8);
        assertThat(reading.batch().missing()).as("nothing tells").isZero();
    }

    @Test
    void whatCannotBeReadIsTheFirstPublicationOfItsEvent() {
        List<ConsumerRecord<String, byte[]>> event = event(1, 0);
        Reading<TracedPix> items = new Reading<>(ESTORNOS);
        event.stream()
                .filter(record -> record.topic().equals(ESTORNOS.topic()))
                .forEach(record -> items.read(record, GARBAGE));
        items.read(event);
        assertThat(items.batch().unreadable()).hasSize(3);
        assertThat(items.batch().dropped()).isEqualTo(3);
        assertThat(items.batch().missing()).isZero();

        Reading<TracedPixSignal> signals = new Reading<>(SIGNALS);
        event.stream()
                .filter(record -> Published.eventId(record).endsWith("~velocidade"))
                .forEach(record -> signals.read(record, GARBAGE));
        signals.read(event);
        assertThat(signals.batch().unreadable()).hasSize(1);
        assertThat(signals.eventIds()).containsExactly("pix~acc/1~1~1~limite-noturno", "pix~acc/1~1~3~novo");
    }

    /** The watermarks must not depend on what can be read when. */
    @Test
    void standsAtTheSamePlaceWhetherItCanBeReadOrNot() throws Exception {
        for (ConsumerRecord<String, byte[]> record : event(5, 3)) {
            for (Dataset<?> dataset : Datasets.allPix(TopicNames.USUAL)) {
                if (dataset.topic().equals(record.topic())) {
                    assertThat(dataset.place(record)).contains(placeOf(dataset, record));
                }
            }
        }
    }

    private static <T> Place placeOf(Dataset<T> dataset, ConsumerRecord<String, byte[]> record)
            throws ValueReader.UnreadableException {
        return dataset.place(dataset.reader(Published::schema).read(record.value()), record);
    }

    @Test
    void takesItsOwnCopiesOutOfOrder() {
        Reading<TracedPixSignal> reading = new Reading<>(SIGNALS).read(event(8, 7));
        List<ConsumerRecord<String, byte[]>> copies = event(2, 1);
        copies.forEach(record -> new Retry(SETTINGS.groupId(), 1).headers().forEach(record.headers()::add));
        reading.read(copies);
        List<ConsumerRecord<String, byte[]>> others = event(3, 2);
        others.forEach(record -> new Retry("rastro-pix", 1).headers().forEach(record.headers()::add));
        reading.read(others);

        assertThat(reading.batch().retried())
                .extracting(Batch.Retried::eventId)
                .containsExactly("pix~acc/1~2~1~limite-noturno", "pix~acc/1~2~3~velocidade", "pix~acc/1~2~3~novo");
        assertThat(reading.batch().dropped()).isZero();
        reading.batch().addRowsOf(Set.copyOf(reading.batch().retried()));
        assertThat(reading.eventIds()).hasSize(6);
    }

    /** One batch, which is closed when it is asked for. */
    private static final class Reading<T> {

        private final Dataset<T> dataset;
        private final SetClock wall = new SetClock();
        private final Lane<T> lane;
        private final List<Batch> closed = new ArrayList<>();
        private long offset;

        Reading(Dataset<T> dataset) {
            this.dataset = dataset;
            Start start = new Start(new TopicPartition(dataset.topic(), 0), 0, 0, Map.of());
            this.lane = new Lane<>(start, SETTINGS, dataset, dataset.reader(Published::schema), wall);
        }

        Reading<T> read(List<ConsumerRecord<String, byte[]>> records) {
            return read(records, record -> true);
        }

        Reading<T> read(List<ConsumerRecord<String, byte[]>> records, Predicate<ConsumerRecord<String, byte[]>> which) {
            records.stream()
                    .filter(record -> record.topic().equals(dataset.topic()) && which.test(record))
                    .forEach(record -> read(record, record.value()));
            return this;
        }

        void read(ConsumerRecord<String, byte[]> record, byte[] value) {
            ConsumerRecord<String, byte[]> here = Published.at(offset++, record, record.timestamp(), value);
            closed.addAll(lane.next(new Arrival.Message(here, null)));
        }

        Batch batch() {
            if (closed.isEmpty()) {
                wall.now = wall.now.plus(Duration.ofHours(1));
                closed.addAll(lane.next(Arrival.Tick.TICK));
            }
            assertThat(closed).hasSize(1);
            return closed.get(0);
        }

        List<String> eventIds() {
            return batch().byHour().stream()
                    .flatMap(hour -> hour.values().stream())
                    .map(this::eventId)
                    .toList();
        }

        private String eventId(byte[] value) {
            try {
                return dataset.eventId(dataset.reader(Published::schema).read(value));
            } catch (ValueReader.UnreadableException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
