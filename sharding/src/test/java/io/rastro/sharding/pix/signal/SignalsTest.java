package io.rastro.sharding.pix.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalsTest {

    private static final SignalSettings LIMITS = SignalSettings.from(ConfigFactory.parseString("""
            zone = America/Sao_Paulo
            night-centavos = 100000
            minute-payments = 5
            hour-centavos = 2000000
            day-centavos = 5000000
            times-usual = 3
            usual-hours = 24
            usual-payments = 4
            new-counterparty-centavos = 500000
            small-centavos = 1000
            small-payments = 3
            large-times = 50
            returned-share = 0.25
            returned-least = 3
            """));

    /** 15:00 in Sao Paulo, a Monday. */
    private static final Instant NOON = Instant.parse("2026-11-23T18:00:00Z");

    /** Days after all of it. */
    private static final long RECEIVED = NOON.plusSeconds(10 * 86_400).toEpochMilli();

    private Activity activity = Activity.NONE;
    private int number;

    private List<PixSignal> add(PixItem item) {
        Signals.Judged judged = Signals.of(activity, item, 0, RECEIVED, LIMITS);
        activity = judged.after();
        return judged.told();
    }

    private List<String> rules(PixItem item) {
        return add(item).stream().map(PixSignal::rule).toList();
    }

    private PixItem item(
            PixKind kind, Instant at, long centavos, @Nullable String counterparty, @Nullable String status) {
        boolean returned = kind == PixKind.ESTORNO;
        return new PixItem(
                kind,
                "E12345678202611231800%011d".formatted(number++),
                returned ? "D12345678202611231800%011d".formatted(number++) : null,
                null,
                centavos,
                at.toEpochMilli(),
                null,
                null,
                counterparty == null ? null : new Party(counterparty, "***"),
                status,
                null,
                Set.of());
    }

    private PixItem paid(Instant at, long centavos) {
        return item(PixKind.PAGAMENTO, at, centavos, null, null);
    }

    private PixItem returned(Instant at) {
        return item(PixKind.ESTORNO, at, 100, null, "DEVOLVIDO");
    }

    @Test
    void tellsOfTheNightsLimitWhenItIsPassedAndOnlyThen() {
        Instant evening = Instant.parse("2026-11-23T23:00:00Z"); // 20:00 there
        assertThat(rules(paid(evening.minusSeconds(1), 90_000))).as("by day").isEmpty();
        assertThat(rules(paid(evening, 60_000))).isEmpty();
        assertThat(rules(paid(evening.plusSeconds(3_600), 40_000)))
                .as("just the limit")
                .isEmpty();
        List<PixSignal> passed = add(paid(evening.plusSeconds(6 * 3_600), 1));
        assertThat(passed).singleElement().satisfies(signal -> {
            assertThat(signal.rule()).isEqualTo("limite-noturno");
            assertThat(signal.inputs()).isEqualTo(Map.of("value", "100001", "limit", "100000"));
            assertThat(signal.score()).isBetween(0.5, 0.5001);
        });
        assertThat(rules(paid(evening.plusSeconds(9 * 3_600), 50_000)))
                .as("once a night")
                .isEmpty();
        assertThat(rules(paid(evening.plusSeconds(24 * 3_600), 70_000)))
                .as("the next night begins anew")
                .isEmpty();
        assertThat(rules(paid(evening.plusSeconds(25 * 3_600), 40_000))).containsExactly("limite-noturno");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T22:59:59.999Z, false",
        "2026-11-23T23:00:00Z, true",
        "2026-11-24T08:59:59.999Z, true",
        "2026-11-24T09:00:00Z, false"
    })
    void itIsNightFromEightToSix(Instant at, boolean night) {
        assertThat(rules(paid(at, 100_001)).contains("limite-noturno")).isEqualTo(night);
    }

    @Test
    void tellsOfManyInAMinute() {
        for (int i = 0; i < 5; i++) {
            assertThat(rules(paid(NOON.plusSeconds(i), 100))).isEmpty();
        }
        assertThat(rules(paid(NOON.plusSeconds(59), 100))).containsExactly("pagamentos-por-minuto");
        assertThat(rules(paid(NOON.plusSeconds(59), 100))).as("still above").isEmpty();
        assertThat(rules(paid(NOON.plusSeconds(200), 100))).isEmpty();
    }

    @Test
    void tellsOfMuchInAnHourAndInADay() {
        assertThat(rules(paid(NOON, 2_000_000))).isEmpty();
        assertThat(rules(paid(NOON.plusSeconds(1_800), 1))).containsExactly("valor-por-hora");
        assertThat(rules(paid(NOON.plusSeconds(3 * 3_600), 2_000_000))).isEmpty();
        assertThat(rules(paid(NOON.plusSeconds(20 * 3_600), 1_000_000))).containsExactly("valor-por-dia");
    }

    @Test
    void tellsOfAnHourUnlikeTheAccountsOwnPast() {
        for (int hour = 0; hour < 48; hour++) {
            assertThat(rules(paid(NOON.plusSeconds(hour * 3_600L), 400))).isEmpty();
        }
        Instant now = NOON.plusSeconds(48 * 3_600);
        assertThat(rules(paid(now, 400))).isEmpty();
        assertThat(rules(paid(now.plusSeconds(90), 400))).isEmpty();
        assertThat(rules(paid(now.plusSeconds(180), 401))).containsExactly("valor-incomum");
        assertThat(rules(paid(now.plusSeconds(270), 1))).isEmpty();
        assertThat(rules(paid(now.plusSeconds(360), 1))).containsExactly("ritmo-incomum");
    }

    @Test
    void anAccountWithoutAPastIsComparedWithNone() {
        for (int i = 0; i < 10; i++) {
            assertThat(rules(paid(NOON.plusSeconds(i * 300L), 100))).isEmpty();
        }
    }

    @Test
    void tellsOfAFirstLargePaymentToSomebody() {
        assertThat(rules(item(PixKind.PAGAMENTO, NOON, 499_999, "p1", null))).isEmpty();
        assertThat(rules(item(PixKind.PAGAMENTO, NOON, 500_001, "p1", null)))
                .as("known")
                .isEmpty();
        assertThat(rules(item(PixKind.PAGAMENTO, NOON.plusSeconds(120), 500_001, "p2", null)))
                .containsExactly("contraparte-nova");
        assertThat(rules(item(PixKind.RECEBIMENTO, NOON, 1, "p3", null))).isEmpty();
        assertThat(rules(item(PixKind.PAGAMENTO, NOON.plusSeconds(4_000), 500_001, "p3", null)))
                .as("has paid it before")
                .isEmpty();
    }

    @Test
    void tellsOfALargeOneAfterManySmallOnes() {
        for (int i = 0; i < 3; i++) {
            assertThat(rules(paid(NOON.plusSeconds(i * 100), 1_000))).isEmpty();
        }
        assertThat(rules(paid(NOON.plusSeconds(400), 50_000))).isEmpty();
        assertThat(rules(paid(NOON.plusSeconds(500), 50_001))).containsExactly("muitas-pequenas-uma-grande");
        assertThat(rules(paid(NOON.plusSeconds(4_500), 50_001)))
                .as("long after")
                .isEmpty();
    }

    @Test
    void tellsWhenManyAreReturned() {
        for (int i = 0; i < 10; i++) {
            add(item(PixKind.RECEBIMENTO, NOON.plusSeconds(i), 100, null, null));
        }
        assertThat(rules(returned(NOON.plusSeconds(21)))).isEmpty();
        assertThat(rules(returned(NOON.plusSeconds(22)))).isEmpty();
        assertThat(rules(returned(NOON.plusSeconds(23)))).containsExactly("devolucoes");
        assertThat(rules(returned(NOON.plusSeconds(24)))).isEmpty();
    }

    @Test
    void aShareIsToldOfWhenItIsPassedNotWhenItIsReached() {
        for (int i = 0; i < 12; i++) {
            add(item(PixKind.RECEBIMENTO, NOON.plusSeconds(i), 100, null, null));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(rules(returned(NOON.plusSeconds(20 + i)))).isEmpty();
        }
        assertThat(rules(returned(NOON.plusSeconds(30)))).containsExactly("devolucoes");
        assertThat(rules(returned(NOON.plusSeconds(31)))).isEmpty();
    }

    @Test
    void whatIsToldOfTheFutureMakesNothingOld() {
        Instant received = Instant.ofEpochMilli(RECEIVED);
        for (int i = 0; i < 5; i++) {
            assertThat(rules(paid(received.minusSeconds(5 - i), 100))).isEmpty();
        }
        assertThat(rules(paid(Instant.parse("2099-01-01T00:00:00Z"), 100))).containsExactly("pagamentos-por-minuto");
        assertThat(activity.paid().day().before(RECEIVED).count()).isEqualTo(6);
    }

    @Test
    void whatComesLateMayBeTheOneTooMany() {
        assertThat(rules(paid(NOON.plusSeconds(1_800), 1_900_000))).isEmpty();
        assertThat(rules(paid(NOON, 200_000))).containsExactly("valor-por-hora");
        assertThat(rules(paid(NOON.plusSeconds(1_860), 500_000)))
                .as("still above")
                .isEmpty();
        assertThat(rules(paid(NOON.plusSeconds(3_600 * 4), 2_000_001)))
                .as("it was below in between")
                .containsExactly("valor-por-hora");
    }

    @Test
    void aShareThatRoseSinceOthersAreLongAgoIsToldOf() {
        for (int i = 0; i < 100; i++) {
            add(item(PixKind.RECEBIMENTO, NOON, 100, null, null));
        }
        Instant tomorrow = NOON.plusSeconds(23 * 3_600);
        for (int i = 0; i < 20; i++) {
            add(item(PixKind.RECEBIMENTO, tomorrow, 100, null, null));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(rules(returned(tomorrow.plusSeconds(i)))).isEmpty();
        }
        assertThat(rules(returned(tomorrow.plusSeconds(2 * 3_600)))).containsExactly("devolucoes");
    }

    @Test
    void whoReturnsWhatCameYesterdayIsToldOf() {
        assertThat(rules(returned(NOON))).isEmpty();
        assertThat(rules(returned(NOON))).isEmpty();
        assertThat(rules(returned(NOON))).containsExactly("devolucoes");
    }

    @Test
    void theSameHistoryComesToTheSame() {
        List<PixItem> history = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            history.add(item(
                    PixKind.values()[i % 2],
                    NOON.plusSeconds((i * 7919L) % 90_000),
                    1 + (i * 104_729L) % 900_000,
                    "p" + i % 40,
                    null));
        }
        List<PixSignal> first = new ArrayList<>();
        history.forEach(item -> first.addAll(add(item)));
        Activity after = activity;
        activity = Activity.NONE;
        List<PixSignal> second = new ArrayList<>();
        history.forEach(item -> second.addAll(add(item)));
        assertThat(second).isEqualTo(first).isNotEmpty();
        assertThat(activity).isEqualTo(after);
    }

    @Test
    void remembersTheLastCounterparties() {
        Known known = Known.NOBODY;
        for (int i = 0; i <= Known.MOST; i++) {
            known = known.plus(new Party("p" + i, "***"));
        }
        assertThat(known.hashes()).hasSize(Known.MOST);
        assertThat(known.contains(new Party("p0", "***"))).isFalse();
        assertThat(known.contains(new Party("p1", "***"))).isTrue();
        Known again = known.plus(new Party("p1", "***")).plus(new Party("new", "***"));
        assertThat(again.contains(new Party("p1", "***")))
                .as("who comes again stays")
                .isTrue();
        assertThat(again.contains(new Party("p2", "***"))).isFalse();
        assertThat(again.hashes()).hasSize(Known.MOST).doesNotHaveDuplicates();
    }
}
