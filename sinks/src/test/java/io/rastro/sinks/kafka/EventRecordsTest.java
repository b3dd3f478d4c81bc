package io.rastro.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.protocol.Egress.Outgoing;
import io.rastro.protocol.PublishedEvent;
import io.rastro.protocol.courier.CourierEvent;
import io.rastro.protocol.courier.OrderChange;
import io.rastro.protocol.courier.OrderChanged;
import io.rastro.protocol.pix.journal.PixEvent;
import io.rastro.sinks.PixItems;
import io.rastro.sinks.Tracks;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventRecordsTest {

    private static final EventRecords RECORDS = EventRecords.to(ShortTopics.ALL);

    private static final List<PublishedEvent> EVENTS = List.of(
            Tracks.event(12, 2),
            new OrderChanged(5, 0, "o-1", OrderChange.PICKED_UP),
            PixItems.ofAllKinds(0, Map.of()));

    /** Of an event of ours, and of nobody else's. */
    private record Unknown(long receivedAtMillis, long publishedUpTo) implements PublishedEvent {}

    private static Outgoing outgoing(PublishedEvent event) {
        return new Outgoing("e", "x~e", 12, event, seqNr -> {});
    }

    @Test
    void everyEventThatIsPublishedHasRecords() {
        Set<Class<?>> published = Stream.of(CourierEvent.class, PixEvent.class)
                .flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses()))
                .filter(PublishedEvent.class::isAssignableFrom)
                .collect(Collectors.toSet());

        assertThat(EVENTS.stream().<Class<?>>map(Object::getClass)).hasSameElementsAs(published);
        assertThat(EVENTS)
                .allSatisfy(event -> assertThat(RECORDS.of(outgoing(event)))
                        .hasSize(RECORDS.countOf(outgoing(event)))
                        .isNotEmpty());
    }

    @Test
    void anUnknownEventIsRefused() {
        assertThatThrownBy(() -> RECORDS.countOf(outgoing(new Unknown(1, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unknown");
    }
}
