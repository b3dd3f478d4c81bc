package io.rastro.sinks.pix;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.TupleValue;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.TupleType;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.Decided.Refused;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.protocol.pix.journal.TracedPix;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sinks.table.Cells;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Items as rows of {@code pix_events} and {@code pix_payments}. */
final class PixRows {

    /** In the order of the indices below. */
    static final String COLUMNS = "account_id, seq, item_index, received_at, kind, end_to_end_id, rtr_id, devolucao_id,"
            + " centavos, occurred_at, requested_at, txid, chave, chave_masked, counterparty, counterparty_masked,"
            + " status, natureza, flags, verdict, rule, joined, refused, last_of_kind";

    static final int COLUMN_COUNT = 24;

    private static final TupleType REFUSED = DataTypes.tupleOf(DataTypes.TEXT, DataTypes.TEXT);
    private static final TypeCodec<List<TupleValue>> REFUSED_LIST = TypeCodecs.listOf(TypeCodecs.tupleOf(REFUSED));
    private static final TypeCodec<List<String>> TEXTS = TypeCodecs.listOf(TypeCodecs.TEXT);
    private static final TypeCodec<Set<String>> WORDS = TypeCodecs.setOf(TypeCodecs.TEXT);

    private PixRows() {}

    /** Of the whole row {@link #COLUMNS} are bound; what else the statement takes comes after them. */
    static BoundStatementBuilder bind(PreparedStatement insert, TracedPix traced) {
        PixItem item = traced.decided().item();
        BoundStatementBuilder row = insert.boundStatementBuilder()
                .setBytesUnsafe(0, Cells.text(traced.accountId()))
                .setBytesUnsafe(1, Cells.bigint(traced.seqNr()))
                .setInt(2, traced.index())
                .setBytesUnsafe(3, Cells.bigint(traced.receivedAtMillis()))
                .setBytesUnsafe(4, Cells.text(item.kind().word()))
                .setBytesUnsafe(5, Cells.text(item.endToEndId()))
                .setBytesUnsafe(8, Cells.bigint(item.centavos()))
                .setBytesUnsafe(9, Cells.bigint(item.occurredAtMillis()))
                .setBytesUnsafe(10, Cells.bigint(item.requestedAtMillis()))
                .setBytesUnsafe(23, ByteBuffer.wrap(new byte[] {(byte) (traced.last() ? 1 : 0)}));
        bindTold(row, 6, item.rtrId());
        bindTold(row, 7, item.devolucaoId());
        bindTold(row, 11, item.txid());
        bindTold(row, 12, item.chave());
        bindTold(row, 14, item.counterparty());
        bindTold(row, 16, item.status());
        bindTold(row, 17, item.natureza());
        if (!item.flags().isEmpty()) {
            Set<String> names = new HashSet<>();
            item.flags().forEach(flag -> names.add(flag.name()));
            row.setBytesUnsafe(18, WORDS.encode(names, ProtocolVersion.DEFAULT));
        }
        bind(row, traced.decided());
        return row;
    }

    private static void bind(BoundStatementBuilder row, Decided decided) {
        row.setBytesUnsafe(19, Cells.text(decided.verdict().name()));
        Rule rule = decided.rule();
        bindTold(row, 20, rule == null ? null : rule.name());
        if (!decided.joined().isEmpty()) {
            row.setBytesUnsafe(21, TEXTS.encode(decided.joined(), ProtocolVersion.DEFAULT));
        }
        if (!decided.refused().isEmpty()) {
            List<TupleValue> refused = decided.refused().stream()
                    .map(each -> REFUSED.newValue(each.rtrId(), each.rule().name()))
                    .toList();
            row.setBytesUnsafe(22, REFUSED_LIST.encode(refused, ProtocolVersion.DEFAULT));
        }
    }

    private static void bindTold(BoundStatementBuilder row, int column, @Nullable String text) {
        if (text != null) {
            row.setBytesUnsafe(column, Cells.text(text));
        }
    }

    private static void bindTold(BoundStatementBuilder row, int column, @Nullable Party party) {
        if (party != null) {
            row.setBytesUnsafe(column, Cells.text(party.pseudonym()));
            row.setBytesUnsafe(column + 1, Cells.text(party.masked()));
        }
    }

    /**
     * A row that was selected as {@link #COLUMNS}.
     *
     * @throws IllegalStateException when a later version wrote a word that this one does not know
     */
    static TracedPix read(Row row) {
        try {
            PixItem item = new PixItem(
                    PixKind.of(Cells.text(row, 4)).orElseThrow(IllegalArgumentException::new),
                    Cells.text(row, 5),
                    row.getString(6),
                    row.getString(7),
                    row.getLong(8),
                    Cells.millis(row, 9),
                    Cells.millis(row, 10),
                    row.getString(11),
                    party(row, 12),
                    party(row, 14),
                    row.getString(16),
                    row.getString(17),
                    flags(row));
            return new TracedPix(
                    Cells.text(row, 0),
                    row.getLong(1),
                    row.getInt(2),
                    Cells.millis(row, 3),
                    decided(row, item),
                    row.getBoolean(23));
        } catch (IllegalArgumentException unknown) {
            // Without it as the cause: it may repeat what the row holds.
            throw new IllegalStateException("the table holds a row that this version cannot read");
        }
    }

    private static Decided decided(Row row, PixItem item) {
        String rule = row.getString(20);
        List<String> joined = row.get(21, TEXTS);
        List<TupleValue> refused = row.get(22, REFUSED_LIST);
        return new Decided(
                item,
                Verdict.valueOf(Cells.text(row, 19)),
                rule == null ? null : Rule.valueOf(rule),
                joined == null ? List.of() : joined,
                refused == null
                        ? List.of()
                        : refused.stream().map(PixRows::refused).toList(),
                null);
    }

    private static Refused refused(TupleValue told) {
        return new Refused(
                Objects.requireNonNullElse(told.getString(0), ""),
                Rule.valueOf(Objects.requireNonNullElse(told.getString(1), "")));
    }

    private static @Nullable Party party(Row row, int column) {
        String pseudonym = row.getString(column);
        return pseudonym == null ? null : new Party(pseudonym, Cells.text(row, column + 1));
    }

    private static Set<PixItem.Flag> flags(Row row) {
        Set<PixItem.Flag> flags = EnumSet.noneOf(PixItem.Flag.class);
        Set<String> names = row.get(18, WORDS);
        if (names != null) {
            names.forEach(name -> flags.add(PixItem.Flag.valueOf(name)));
        }
        return flags;
    }
}
