package io.rastro.sinks.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * What a dead letter's context says of the record that it was, so that it can be put back as it was:
 *
 * <ul>
 *   <li>{@code topic}, {@code partition}, {@code offset}, {@code key} (empty: it had none), {@code timestamp}
 *       (epoch milliseconds); {@code noValue} when the value was null;
 *   <li>{@code header.NAME} for each header, {@code header64.NAME} in base64 where the value is no text;
 *   <li>{@code attempt} when the record was itself {@linkplain Retry put back}: how often;
 *   <li>{@code incomplete} when key and headers were too long to be kept.
 * </ul>
 *
 * Earlier versions wrote topic, partition, offset and key alone.
 */
public final class LetterContext {

    public static final String TOPIC = "topic";
    public static final String PARTITION = "partition";
    public static final String OFFSET = "offset";
    public static final String KEY = "key";
    public static final String TIMESTAMP = "timestamp";
    public static final String NO_VALUE = "noValue";
    public static final String ATTEMPT = "attempt";
    public static final String INCOMPLETE = "incomplete";
    /** How long the original was, when only its beginning was kept. */
    public static final String CUT_FROM = "cutFrom";

    /** Characters of key and headers together: a letter has to stay below the brokers' limit of a message. */
    private static final int MAX_LENGTH = 64 << 10;

    private static final String HEADER = "header.";
    private static final String HEADER_64 = "header64.";

    private LetterContext() {}

    static Map<String, String> of(ConsumerRecord<String, byte[]> record) {
        Map<String, String> context = new HashMap<>();
        context.put(TOPIC, record.topic());
        context.put(PARTITION, Integer.toString(record.partition()));
        context.put(OFFSET, Long.toString(record.offset()));
        context.put(TIMESTAMP, Long.toString(record.timestamp()));
        if (record.value() == null) {
            context.put(NO_VALUE, "true");
        }
        Retry.of(record).ifPresent(retry -> context.put(ATTEMPT, Integer.toString(retry.attempt())));
        Map<String, String> bulky = bulky(record);
        if (bulky.entrySet().stream()
                        .mapToLong(entry ->
                                entry.getKey().length() + entry.getValue().length())
                        .sum()
                <= MAX_LENGTH) {
            context.putAll(bulky);
        } else {
            context.put(INCOMPLETE, "true");
        }
        return context;
    }

    /** As the original had them, those of a {@link Retry} left out; in no particular order. */
    public static List<Header> headers(Map<String, String> context) {
        List<Header> headers = new ArrayList<>();
        context.forEach((name, value) -> {
            if (name.startsWith(HEADER)) {
                headers.add(new RecordHeader(name.substring(HEADER.length()), value.getBytes(StandardCharsets.UTF_8)));
            } else if (name.startsWith(HEADER_64)) {
                headers.add(new RecordHeader(
                        name.substring(HEADER_64.length()), Base64.getDecoder().decode(value)));
            }
        });
        return headers;
    }

    private static Map<String, String> bulky(ConsumerRecord<String, byte[]> record) {
        Map<String, String> bulky = new HashMap<>();
        bulky.put(KEY, record.key() == null ? "" : record.key());
        for (Header header : record.headers()) {
            if (header.value() != null && !header.key().startsWith(Retry.PREFIX)) {
                put(header, bulky);
            }
        }
        return bulky;
    }

    private static void put(Header header, Map<String, String> context) {
        String text = new String(header.value(), StandardCharsets.UTF_8);
        if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), header.value())) {
            context.put(HEADER + header.key(), text);
        } else {
            context.put(HEADER_64 + header.key(), Base64.getEncoder().encodeToString(header.value()));
        }
    }
}
