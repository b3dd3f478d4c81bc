package io.rastro.node.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableShapeTest {

    @Test
    void readsAStatementWithAKeyOfItsOwn() {
        TableShape shape = TableShape.of("""
                CREATE TABLE IF NOT EXISTS j.messages (
                  id text,
                  nr bigint,
                  at timeuuid,
                  tags set<text>,
                  more map<text, text>,
                  PRIMARY KEY ((id, nr), at))
                  WITH gc_grace_seconds =864000
                  AND compaction = { 'class' : 'SizeTieredCompactionStrategy', 'x' : '(1)' }""");

        assertThat(shape)
                .isEqualTo(new TableShape(
                        "j",
                        "messages",
                        Map.of(
                                "id", "text",
                                "nr", "bigint",
                                "at", "timeuuid",
                                "tags", "set<text>",
                                "more", "map<text,text>"),
                        List.of("id", "nr", "at")));
    }

    @Test
    void readsAStatementWithTheKeyAtItsColumn() {
        TableShape shape = TableShape.of("""
                CREATE TABLE IF NOT EXISTS j.metadata(
                  id text PRIMARY KEY,
                  deleted_to bigint,
                  properties map<text,text>)""");

        assertThat(shape.columns())
                .isEqualTo(Map.of("id", "text", "deleted_to", "bigint", "properties", "map<text,text>"));
        assertThat(shape.key()).containsExactly("id");
    }

    @Test
    void acceptsMoreColumnsAndNothingElse() {
        TableShape wanted = TableShape.of("CREATE TABLE IF NOT EXISTS j.t (a text, b int, PRIMARY KEY (a, b))");

        assertThat(wanted.isMetBy(
                        TableShape.of("CREATE TABLE IF NOT EXISTS j.t (a text, b int, c int, PRIMARY KEY (a, b))")))
                .isTrue();
        assertThat(wanted.isMetBy(
                        TableShape.of("CREATE TABLE IF NOT EXISTS j.t (a text, b bigint, PRIMARY KEY (a, b))")))
                .isFalse();
        assertThat(wanted.isMetBy(TableShape.of("CREATE TABLE IF NOT EXISTS j.t (a text, b int, PRIMARY KEY (b, a))")))
                .isFalse();
        assertThat(wanted.isMetBy(TableShape.of("CREATE TABLE IF NOT EXISTS j.t (a text, PRIMARY KEY (a))")))
                .isFalse();
    }
}
