package io.rastro.sinks.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sinks.PixItems;
import io.rastro.sinks.kafka.Published;
import io.rastro.sinks.kafka.TopicNames;
import io.rastro.sinks.kafka.ValueReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixParquetTest {

    private static final PixRecorded EVENT = PixItems.ofAllKinds(0, Map.of());

    @TempDir
    private Path dir;

    private static byte[] encode(Dataset<?> dataset, PixRecorded event) {
        return encoded(
                dataset,
                Published.of("pix", "acc/1", 7, event).stream()
                        .filter(record -> record.topic().equals(dataset.topic()))
                        .map(ConsumerRecord::value)
                        .toList());
    }

    private static <T> byte[] encoded(Dataset<T> dataset, List<byte[]> values) {
        return new ParquetFiles<>(dataset, dataset.reader(Published::schema), 3).encode(values);
    }

    /** @param columns of the file's rows, in the order of their ids */
    private List<List<Object>> select(Dataset<?> dataset, PixRecorded event, String columns) throws Exception {
        Path file = Files.write(dir.resolve("some.parquet"), encode(dataset, event));
        return query("SELECT " + columns + " FROM '" + file + "' ORDER BY event_id");
    }

    private static List<List<Object>> query(String sql) throws Exception {
        List<List<Object>> read = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = duckdb.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getObject(i));
                }
                read.add(row);
            }
        }
        return read;
    }

    @Test
    void hasAPaymentAsItsTopicDoes() throws Exception {
        List<List<Object>> rows = select(
                Datasets.pix(TopicNames.USUAL, PixKind.PAGAMENTO),
                EVENT,
                "event_id, account_id, seq, index, epoch_ms(received_at), epoch_ms(occurred_at), kind, end_to_end_id,"
                        + " rtr_id, devolucao_id, valor, epoch_ms(requested_at), txid, chave_pseudonym, chave_masked,"
                        + " counterparty_pseudonym, counterparty_masked, status, natureza, flags::text, verdict, rule,"
                        + " rule_name, joined::text, refused::text, last_of_kind");

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0))
                .containsExactly(
                        "pix~acc/1~7~1",
                        "acc/1",
                        7L,
                        1,
                        PixItems.RECEIVED_AT,
                        PixItems.RECEIVED_AT - 2,
                        "pagamento",
                        PixItems.e2e(2),
                        null,
                        null,
                        new BigDecimal("1.02"),
                        PixItems.RECEIVED_AT - 2,
                        "txid2",
                        "k1.chave2",
                        "***.456.789-**",
                        "k1.outro2",
                        "***.654.321-**",
                        null,
                        null,
                        "[]",
                        "NEW",
                        null,
                        null,
                        "[" + PixItems.rtr(8) + "]",
                        "[{'rtr_id': " + PixItems.rtr(9) + ", 'rule': above-original, 'rule_name': ABOVE_ORIGINAL}]",
                        true);
    }

    @Test
    void hasWhatIsSaidOfReturns() throws Exception {
        List<List<Object>> rows = select(
                Datasets.pix(TopicNames.USUAL, PixKind.ESTORNO),
                EVENT,
                "rtr_id, devolucao_id, status, natureza, flags::text, epoch_ms(requested_at), verdict, rule, rule_name,"
                        + " len(joined), last_of_kind");

        assertThat(rows)
                .containsExactly(
                        row(1, "EM_PROCESSAMENTO", "NEW", null, null, false),
                        row(1, "DEVOLVIDO", "ADVANCES", null, null, false),
                        row(2, "DEVOLVIDO", "VIOLATION", "id-reused", "RETURN_REUSED", true));
    }

    private static List<Object> row(
            int number, String status, String verdict, String rule, String ruleName, boolean last) {
        List<Object> row = new ArrayList<>(List.of(
                PixItems.rtr(number),
                "dev" + number,
                status,
                "ORIGINAL",
                "[ID_MINUTE]",
                PixItems.RECEIVED_AT - number - 1000,
                verdict));
        row.add(rule);
        row.add(ruleName);
        row.add(0L);
        row.add(last);
        return row;
    }

    @Test
    void hasSignalsWithWhatTheyWentBy() throws Exception {
        List<List<Object>> rows = select(
                Datasets.pixSignals(TopicNames.USUAL),
                EVENT,
                "event_id, rule, version, score, inputs['limit'], map_keys(inputs)::text, valor, kind, index");

        assertThat(rows).hasSize(3);
        assertThat(rows.get(0))
                .containsExactly(
                        "pix~acc/1~7~1~limite-noturno",
                        "limite-noturno",
                        1,
                        0.5,
                        "100",
                        "[limit, sum]",
                        new BigDecimal("1.02"),
                        "pagamento",
                        1);
        assertThat(rows.get(2).subList(3, 6)).containsExactly(1.0, null, "[]");
    }

    @Test
    void isSummedAsMoney() throws Exception {
        List<Decided> items = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            items.add(Decided.of(payment(i, 999_999_999_999L, PixItems.RECEIVED_AT), Verdict.NEW));
        }
        PixRecorded event = new PixRecorded(PixItems.RECEIVED_AT, 0, 0, 0, items, List.of());

        Path file = Files.write(
                dir.resolve("sum.parquet"), encode(Datasets.pix(TopicNames.USUAL, PixKind.RECEBIMENTO), event));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet sum = duckdb.createStatement()
                        .executeQuery("SELECT sum(valor), typeof(any_value(valor)) FROM '" + file + "'")) {
            sum.next();
            assertThat(sum.getBigDecimal(1)).isEqualTo(new BigDecimal("29999999999.97"));
            assertThat(sum.getString(2)).isEqualTo("DECIMAL(18,2)");
        }
    }

    private static PixItem payment(int number, long centavos, long occurredAtMillis) {
        return new PixItem(
                PixKind.RECEBIMENTO,
                PixItems.e2e(number),
                null,
                null,
                centavos,
                occurredAtMillis,
                null,
                null,
                new Party("k1.x", "*"),
                null,
                null,
                Set.of(PixItem.Flag.COMPONENTS, PixItem.Flag.ID_MINUTE));
    }

    /** Whoever writes a batch again has read its values again. */
    @Test
    void isTheSameForTheSameRows() {
        List<Dataset<?>> all = Datasets.allPix(TopicNames.USUAL);
        for (Dataset<?> dataset : all) {
            assertThat(encode(dataset, EVENT)).isEqualTo(encode(dataset, EVENT));
        }
    }

    /** What docs/pix.md says can be asked is asked here. */
    @Test
    void answersTheQueriesOfTheDocumentation() throws Exception {
        for (Dataset<?> dataset : Datasets.allPix(TopicNames.USUAL)) {
            Path folder = Files.createDirectories(dir.resolve(dataset.prefix() + "dt=2026-11-21/hour=11"));
            Files.write(folder.resolve(dataset.topic() + "+0+0.parquet"), encode(dataset, EVENT));
        }
        Matcher queries =
                Pattern.compile("duckdb -c \"([^\"]+)\"").matcher(Files.readString(Path.of("../docs/pix.md")));
        List<List<Object>> answers = new ArrayList<>();
        while (queries.find()) {
            answers.addAll(query(queries.group(1).replace(".rastro/s3/rastro-lake", dir.toString())));
        }

        assertThat(answers)
                .contains(
                        List.of("pagamento", 1L, new BigDecimal("1.02")),
                        List.of("recebimento", 2L, new BigDecimal("2.04")),
                        List.of("estorno", 1L, new BigDecimal("0.50")),
                        List.of("limite-noturno", 1L, 0.5, new BigDecimal("1.02")));
    }

    /** By which time a row lies: what a provider says of 1970 or of the year 9999 lies where it was received. */
    @Test
    void liesByTheTimeAtWhichItCanBe() throws Exception {
        Dataset<TracedPix> dataset = Datasets.pix(TopicNames.USUAL, PixKind.RECEBIMENTO);
        long yesterday = PixItems.RECEIVED_AT - Duration.ofDays(1).toMillis();

        assertThat(timeOf(dataset, yesterday)).isEqualTo(yesterday);
        assertThat(timeOf(dataset, 0)).isEqualTo(PixItems.RECEIVED_AT);
        assertThat(timeOf(dataset, 253_402_300_799_000L)).isEqualTo(PixItems.RECEIVED_AT);
    }

    private static <T> long timeOf(Dataset<T> dataset, long occurredAtMillis) throws ValueReader.UnreadableException {
        PixRecorded event = new PixRecorded(
                PixItems.RECEIVED_AT,
                0,
                0,
                0,
                List.of(Decided.of(payment(1, 1, occurredAtMillis), Verdict.NEW)),
                List.of());
        byte[] value = Published.of("pix", "a", 1, event).get(0).value();
        return dataset.timeMillis(dataset.reader(Published::schema).read(value));
    }
}
