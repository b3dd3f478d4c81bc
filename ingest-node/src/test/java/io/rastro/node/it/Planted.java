package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is told of people by a test, and may be written nowhere; and how one looks for it. */
final class Planted {

    static final String CPF = "52998224725";
    static final String EVP = "7b1c2d3e-4f50-4a61-8b72-93a4b5c6d7e8";

    /** A CPF, also as people write it, a CNPJ, a phone, an e-mail, an EVP key and a name. */
    static final List<String> ALL = List.of(
            CPF,
            "529.982.247-25",
            "11222333000181",
            "+5511912345678",
            "maria.plantada@example.com",
            EVP,
            "Maria Plantada");

    private static final Path PACS008 = Path.of("../protocol/src/test/resources/pix/pacs008_1.13.xml");

    private Planted() {}

    static String encoded(String planted) {
        return URLEncoder.encode(planted, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A payment by a client of 12345678, of 6.00; all of its people are planted. */
    static String pacs008(String endToEndId, String acceptedAt) {
        try {
            String xml = Files.readString(PACS008)
                    .replace("E12345678202508272059568098cbdda", endToEndId)
                    .replace("2025-08-27T21:00:20.700Z", acceptedAt)
                    .replace("Ana Exemplo", "Maria Plantada")
                    .replace("12345678909", CPF)
                    .replace("12345678000195", "11222333000181")
                    .replace("<Cdtr><Id>", "<Cdtr><Nm>Maria Plantada</Nm><Id>")
                    .replace("<Cd>TRAN</Cd></Tp>", "<Cd>TRAN</Cd></Tp><Prxy><Id>maria.plantada@example.com</Id></Prxy>")
                    .replace("</Purp>", "</Purp><RmtInf><Ustrd>Maria Plantada 529.982.247-25</Ustrd></RmtInf>");
            assertThat(xml).as("the sample has places for all of these").contains(CPF, "11222333000181", acceptedAt);
            assertThat(xml.split("maria|Maria|529\\.")).hasSize(6);
            return xml;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static void assertNoneIn(String where, Stream<String> texts) {
        List<String> all = texts.toList();
        assertThat(all).as(where + " were looked at").isNotEmpty();
        assertNone(where, all);
    }

    private static void assertNone(String where, List<String> texts) {
        assertThat(texts).as(where).noneMatch(text -> ALL.stream().anyMatch(text::contains));
    }

    /** As Latin-1, in which no byte is lost. */
    static Stream<String> texts(ConsumerRecord<String, byte[]> record) {
        Stream<byte[]> headers = Stream.of(record.headers().toArray())
                .map(header -> header.value() == null ? new byte[0] : header.value());
        return Stream.concat(
                Stream.of(record.key() == null ? "" : record.key()),
                Stream.concat(Stream.of(record.value() == null ? new byte[0] : record.value()), headers)
                        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    /** In none of the tables that are there. */
    static void assertNoneInTables(CqlSession cassandra) {
        Map<String, List<String>> tables = new TreeMap<>();
        for (Row row : cassandra.execute("SELECT keyspace_name, table_name FROM system_schema.tables")) {
            String keyspace = row.getString(0);
            if ("rastro".equals(keyspace) || "rastro_journal".equals(keyspace)) {
                String table = keyspace + '.' + row.getString(1);
                tables.put(table, rows(cassandra, table));
            }
        }
        assertThat(tables)
                .containsKeys("rastro_journal.messages", "rastro_journal.snapshots", "rastro_journal.metadata");
        for (String filled : List.of(
                "rastro_journal.messages",
                "rastro.pix_events",
                "rastro.pix_payments",
                "rastro.pix_returns",
                "rastro.pix_progress")) {
            assertThat(tables.get(filled)).as(filled + " was looked at").isNotEmpty();
        }
        tables.forEach(Planted::assertNone);
    }

    /** Of each column its bytes, as Latin-1. */
    private static List<String> rows(CqlSession cassandra, String table) {
        List<String> texts = new ArrayList<>();
        for (Row row : cassandra.execute("SELECT * FROM " + table)) {
            for (int i = 0; i < row.getColumnDefinitions().size(); i++) {
                ByteBuffer bytes = row.getBytesUnsafe(i);
                if (bytes != null) {
                    texts.add(StandardCharsets.ISO_8859_1
                            .decode(bytes.duplicate())
                            .toString());
                }
            }
        }
        return texts;
    }
}
