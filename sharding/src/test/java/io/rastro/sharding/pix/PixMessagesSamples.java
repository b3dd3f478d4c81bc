package io.rastro.sharding.pix;

import akka.actor.typed.ActorRef;
import io.rastro.protocol.pix.Natureza;
import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixItem.Flag;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.PixSignal;
import io.rastro.protocol.pix.ReturnRequest;
import io.rastro.protocol.pix.ReturnRequest.Reading;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.KnownPayment;
import io.rastro.protocol.pix.journal.Original;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.PixSnapshot.Total;
import io.rastro.protocol.pix.journal.Return;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.protocol.pix.journal.Violation;
import io.rastro.sharding.live.Cursor;
import io.rastro.sharding.live.Feed;
import io.rastro.sharding.pix.PixReply.Recorded.Broken;
import io.rastro.sharding.pix.signal.ActivityView;
import io.rastro.sharding.pix.signal.ActivityView.Span;
import io.rastro.sharding.remote.RemoteMessage;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of each, and the same with as little as possible. */
public final class PixMessagesSamples {

    private static final long AT = 1_763_712_930_123L;
    private static final String E2E = "E12345678202511210815abcdefghijk";
    private static final String RTR = "D12345678202511210815abcdefghijk";
    private static final PixItem PAID = new PixItem(
            PixKind.PAGAMENTO,
            E2E,
            null,
            null,
            110,
            AT,
            AT,
            "cobranca1",
            new Party("k1.p-NBbV", "j***@e***"),
            new Party("k1.9fQ_a", "***.456.789-**"),
            null,
            null,
            Set.of(Flag.COMPONENTS, Flag.ID_MINUTE));
    private static final PixItem RETURNED = new PixItem(
            PixKind.ESTORNO,
            E2E,
            RTR,
            "dev1",
            1,
            AT + 2,
            AT + 1,
            null,
            null,
            null,
            "DEVOLVIDO",
            "MED_FRAUDE",
            Set.of());
    private static final Return MADE = new Return(RTR, "dev1", 1, "EM_PROCESSAMENTO", AT + 2, AT + 1, "ORIGINAL", 8, 3);
    private static final Return BARE_MADE = new Return(RTR, null, 1, "DEVOLVIDO", 0, 0, null, 1, 0);

    private static final PixRecorded EVENT = new PixRecorded(
            AT,
            41,
            30,
            40,
            List.of(Decided.of(PAID, Verdict.NEW), Decided.broken(RETURNED, Rule.TOO_LATE, false)),
            List.of(new PixSignal(0, "limite-noturno", 1, 0.75, Map.of("centavos", "150000"))),
            Map.of(PixKind.PAGAMENTO, 40L));
    private static final Feed.Recorded BARE_TOLD = new Feed.Recorded(
            1,
            new PixRecorded(
                    0,
                    0,
                    0,
                    0,
                    List.of(Decided.of(Items.payment(PixKind.RECEBIMENTO, E2E, 1, Items.NOON), Verdict.NEW)),
                    List.of()));

    private PixMessagesSamples() {}

    public static List<RemoteMessage> of(ActorRef<?> someone) {
        return List.of(
                new PixAccount.Watch(new Cursor(17, 3), someone.unsafeUpcast()),
                new PixAccount.Watch(Cursor.allOf(17), someone.unsafeUpcast()),
                new PixAccount.Watch(null, someone.unsafeUpcast()),
                new Feed.Subscribed(someone, 42, null, List.of(new Feed.Recorded(41, EVENT), BARE_TOLD)),
                new Feed.Recorded(42, EVENT),
                BARE_TOLD,
                new Feed.Newest(42),
                new PixAccount.Record(List.of(PAID, RETURNED), true, AT, someone.unsafeUpcast()),
                new PixAccount.Record(
                        List.of(Items.payment(PixKind.RECEBIMENTO, E2E, 1, Items.NOON)),
                        false,
                        0,
                        someone.unsafeUpcast()),
                new PixAccount.RequestReturn(
                        E2E,
                        "dev1",
                        new Reading.Asked(new ReturnRequest(110, Natureza.RETIRADA)),
                        RTR,
                        AT,
                        someone.unsafeUpcast()),
                new PixAccount.RequestReturn(
                        E2E, "", new Reading.Refused("valor", "is required"), RTR, 0, someone.unsafeUpcast()),
                new PixAccount.GetPayment(E2E, someone.unsafeUpcast()),
                new PixAccount.GetAccount(someone.unsafeUpcast()),
                new PixReply.Recorded(
                        3, 2, 1, List.of(new Broken(0, Rule.ABOVE_ORIGINAL), new Broken(9_999, Rule.TOO_MANY)), 42),
                new PixReply.Recorded(0, 0, 0, List.of(), 0),
                new PixReply.Made(MADE, true),
                new PixReply.Made(BARE_MADE, false),
                new PixReply.NotMade(Returns.Problem.NOT_FOUND, "Entidade não encontrada."),
                new PixReply.NotMade(Returns.Problem.INVALID, ""),
                new PixReply.PaymentKnown(new KnownPayment(
                        E2E,
                        new Original(PixKind.RECEBIMENTO, 110, AT, 7),
                        List.of(MADE, BARE_MADE),
                        List.of(
                                new Violation("too-late", PixKind.ESTORNO, RTR, "dev2", 9, "DEVOLVIDO"),
                                new Violation("id-reused", PixKind.PAGAMENTO, E2E, null, 1, null)),
                        9)),
                new PixReply.PaymentKnown(new KnownPayment(E2E, null, List.of(), List.of(), 0)),
                new PixReply.PaymentKnown(null),
                new PixReply.Account(
                        42,
                        Map.of(
                                PixKind.ESTORNO, new Total(1, 1),
                                PixKind.PAGAMENTO, new Total(2, 220),
                                PixKind.RECEBIMENTO, new Total(3, Long.MAX_VALUE)),
                        17,
                        new ActivityView(
                                List.of(new Span("pagamentos", 1, 2, 220), new Span("devolucoes", 1_440, 0, 0)),
                                220,
                                25,
                                1.5,
                                0.1,
                                Set.of("limite-noturno", "valor-por-dia", "devolucoes"))),
                new PixReply.Account(0, Map.of(), 0, new ActivityView(List.of(), 0, 0, 0, 0, Set.of())),
                new PixReply.Busy("the query table does not answer"),
                PixReply.Moving.INSTANCE);
    }
}
