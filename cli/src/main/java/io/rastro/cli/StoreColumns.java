package io.rastro.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rastro.proving.verify.Items;
import io.rastro.proving.verify.KindFigures;
import io.rastro.proving.verify.StoreFigures;
import io.rastro.proving.verify.VerifyReport;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What each store holds of each kind of item, for people and for programs.
 *
 * @param expected what the items are called that should be there
 * @param columns behind the one that counts all items
 */
record StoreColumns(String expected, List<Column> columns) {

    /**
     * One figure of a store.
     *
     * @param field in JSON
     * @param shown whether people see it
     */
    record Column(String title, String field, ToLongFunction<StoreFigures> figure, boolean shown) {

        static Column shown(String title, String field, ToLongFunction<StoreFigures> figure) {
            return new Column(title, field, figure, true);
        }

        static Column hidden(String field, ToLongFunction<StoreFigures> figure) {
            return new Column("", field, figure, false);
        }

        private int width() {
            return Math.max(title.length() + 1, 9);
        }
    }

    /** A table a kind; of Pix only when there is any. */
    String text(VerifyReport report) {
        StringBuilder text = new StringBuilder();
        for (KindFigures kind : report.kinds()) {
            if (kind.items() == Items.POSITIONS || kind.isThere()) {
                text.append(total(kind)).append(table(kind));
            }
        }
        return text.toString();
    }

    /** Such as {@code acknowledged: 12 positions in 3 events}; nobody is told of a signal in an answer. */
    private String total(KindFigures kind) {
        return kind.items() == Items.PIX_SIGNALS
                ? String.format(
                        Locale.ROOT,
                        "in the journal: %d %s%n",
                        kind.expected(),
                        kind.items().words())
                : String.format(
                        Locale.ROOT,
                        "%s: %d %s in %d events%n",
                        expected,
                        kind.expected(),
                        kind.items().words(),
                        kind.events());
    }

    private String table(KindFigures kind) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%-8s %12s", "", kind.items().words()));
        List<Column> shown = columns.stream().filter(Column::shown).toList();
        shown.forEach(column -> text.append(String.format(Locale.ROOT, "%" + column.width() + "s", column.title())));
        text.append(System.lineSeparator());
        for (StoreFigures store : kind.stores()) {
            text.append(String.format(Locale.ROOT, "%-8s %12d", store.store(), store.items()));
            shown.forEach(column -> text.append(String.format(
                    Locale.ROOT, "%" + column.width() + "d", column.figure().applyAsLong(store))));
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    /** Those of positions stand in {@code json} itself, each other kind is an object of its own. */
    void json(VerifyReport report, ObjectNode json) {
        for (KindFigures kind : report.kinds()) {
            ObjectNode of = json;
            if (kind.items() != Items.POSITIONS) {
                of = json.putObject(kind.items().field());
                of.put(kind.items() == Items.PIX_SIGNALS ? "expected" : expected, kind.expected())
                        .put("events", kind.events());
            }
            ObjectNode stores = of.putObject("stores");
            for (StoreFigures store : kind.stores()) {
                ObjectNode figures =
                        stores.putObject(store.store()).put(kind.items().field(), store.items());
                columns.forEach(
                        column -> figures.put(column.field(), column.figure().applyAsLong(store)));
            }
        }
    }
}
