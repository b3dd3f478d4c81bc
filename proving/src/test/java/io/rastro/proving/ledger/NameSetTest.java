package io.rastro.proving.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class NameSetTest {

    @Test
    void givesEachNameAPlaceOfItsOwnAndNoneToOthers() {
        NameSet names = new NameSet();
        for (int i = 0; i < 50_000; i++) {
            names.add("pix~a-" + i % 100 + ',' + i);
        }
        names.seal();

        assertThat(names.size()).isEqualTo(50_000);
        BitSet places = new BitSet();
        for (int i = 0; i < 50_000; i++) {
            places.set(names.placeOf("pix~a-" + i % 100 + ',' + i));
        }
        assertThat(places.cardinality()).isEqualTo(50_000);
        assertThat(places.length()).isEqualTo(50_000);
        assertThat(names.placeOf("pix~a-0,50000")).isNegative();
    }

    @Test
    void aNameThatIsAddedTwiceIsThereOnce() {
        NameSet names = new NameSet();
        names.add("a");
        names.add("b");
        names.add("a");

        assertThat(names.seal().size()).isEqualTo(2);
        assertThat(names.placeOf("a")).isNotNegative().isNotEqualTo(names.placeOf("b"));
    }

    @Test
    void anEmptyOneHasNothing() {
        assertThat(new NameSet().seal().placeOf("a")).isNegative();
    }

    @Test
    void isFilledFirstAndAskedThen() {
        NameSet names = new NameSet();
        assertThatThrownBy(() -> names.placeOf("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(names::size).isInstanceOf(IllegalStateException.class);
        names.seal();
        assertThatThrownBy(() -> names.add("a")).isInstanceOf(IllegalStateException.class);
    }
}
