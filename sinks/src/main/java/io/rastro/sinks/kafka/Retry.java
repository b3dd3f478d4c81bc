package io.rastro.sinks.kafka;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a copy say: a record that one sink could not read was put back into its topic. Only that sink takes
 * the copy, and without regard to the journal's order; for every other reader it repeats an event id.
 *
 * @param source the sink, as in {@link DeadLetter#source}
 * @param attempt 1 for the first copy of an original
 */
public record Retry(String source, int attempt) {

    /** Headers of all copies begin with it, and no others. */
    static final String PREFIX = "retry_";

    private static final String FOR = PREFIX + "for";
    private static final String ATTEMPT = PREFIX + "attempt";

    /** Empty: it is no copy. */
    public static Optional<Retry> of(ConsumerRecord<String, byte[]> record) {
        String source = RecordTrace.text(record, FOR);
        return source == null
                ? Optional.empty()
                : Optional.of(new Retry(source, number(RecordTrace.text(record, ATTEMPT))));
    }

    /** Whether it is a copy that another sink is to take. */
    public static boolean isForAnother(ConsumerRecord<String, byte[]> record, String sink) {
        return of(record).filter(retry -> !retry.source().equals(sink)).isPresent();
    }

    public List<Header> headers() {
        return List.of(new RecordHeader(FOR, utf8(source)), new RecordHeader(ATTEMPT, utf8(Integer.toString(attempt))));
    }

    private static int number(@Nullable String text) {
        try {
            return text == null ? 1 : Math.max(1, Integer.parseInt(text));
        } catch (NumberFormatException notOurs) {
            return 1;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
