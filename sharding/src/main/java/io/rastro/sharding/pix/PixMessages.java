package io.rastro.sharding.pix;

import static io.rastro.sharding.remote.MessageKind.readRef;
import static io.rastro.sharding.remote.MessageKind.writeRef;

import akka.actor.typed.ActorRefResolver;
import io.rastro.protocol.AvroFields;
import io.rastro.protocol.pix.Natureza;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.ReturnRequest;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.KnownPayment;
import io.rastro.protocol.pix.journal.PixJournal;
import io.rastro.protocol.pix.journal.PixRecorded;
import io.rastro.protocol.pix.journal.PixSnapshot.Total;
import io.rastro.protocol.pix.journal.Return;
import io.rastro.protocol.pix.journal.Rule;
import io.rastro.protocol.pix.journal.Verdict;
import io.rastro.sharding.journal.EventBytes;
import io.rastro.sharding.live.FeedMessages;
import io.rastro.sharding.pix.PixAccount.GetAccount;
import io.rastro.sharding.pix.PixAccount.GetPayment;
import io.rastro.sharding.pix.PixAccount.Record;
import io.rastro.sharding.pix.PixAccount.RequestReturn;
import io.rastro.sharding.pix.PixAccount.Watch;
import io.rastro.sharding.pix.PixReply.Account;
import io.rastro.sharding.pix.PixReply.Busy;
import io.rastro.sharding.pix.PixReply.Made;
import io.rastro.sharding.pix.PixReply.Moving;
import io.rastro.sharding.pix.PixReply.NotMade;
import io.rastro.sharding.pix.PixReply.PaymentKnown;
import io.rastro.sharding.pix.PixReply.Recorded;
import io.rastro.sharding.pix.signal.ActivityView;
import io.rastro.sharding.remote.MessageKind;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** How the messages to and from a Pix account are written for other nodes. Items and payments travel as journal events. */
public final class PixMessages {

    public static final List<MessageKind<?>> KINDS = List.of(
            new MessageKind<>(Record.class, "pix-record.v1", PixMessages::writeRecord, PixMessages::readRecord),
            new MessageKind<>(
                    RequestReturn.class, "pix-request-return.v1", PixMessages::writeRequest, PixMessages::readRequest),
            new MessageKind<>(
                    GetPayment.class,
                    "pix-get-payment.v1",
                    (get, out, refs) -> {
                        writeRef(get.replyTo(), out, refs);
                        out.writeString(get.endToEndId());
                    },
                    (in, refs) -> {
                        var replyTo = PixMessages.<PixReply>ref(in, refs);
                        return new GetPayment(in.readString(), replyTo);
                    }),
            new MessageKind<>(
                    GetAccount.class,
                    "pix-get-account.v1",
                    (get, out, refs) -> writeRef(get.replyTo(), out, refs),
                    (in, refs) -> new GetAccount(readRef(in, refs))),
            new MessageKind<>(
                    Watch.class,
                    "pix-watch.v1",
                    (watch, out, refs) -> {
                        FeedMessages.writeCursor(watch.cursor(), out);
                        writeRef(watch.watcher(), out, refs);
                    },
                    (in, refs) -> new Watch(FeedMessages.readCursor(in), readRef(in, refs))),
            new MessageKind<>(Recorded.class, "pix-recorded.v1", PixMessages::writeRecorded, PixMessages::readRecorded),
            new MessageKind<>(Made.class, "pix-made.v1", PixMessages::writeMade, PixMessages::readMade),
            new MessageKind<>(
                    NotMade.class,
                    "pix-not-made.v1",
                    (notMade, out, refs) -> {
                        out.writeString(notMade.problem().name());
                        out.writeString(notMade.detail());
                    },
                    (in, refs) -> new NotMade(Returns.Problem.valueOf(in.readString()), in.readString())),
            new MessageKind<>(
                    PaymentKnown.class,
                    "pix-payment-known.v1",
                    (known, out, refs) -> AvroFields.writeOptional(known.payment(), out, PixMessages::writePayment),
                    (in, refs) -> new PaymentKnown(AvroFields.readOptional(in, PixMessages::readPayment))),
            new MessageKind<>(Account.class, "pix-account.v1", PixMessages::writeAccount, PixMessages::readAccount),
            new MessageKind<>(
                    Busy.class,
                    "pix-busy.v1",
                    (busy, out, refs) -> out.writeString(busy.reason()),
                    (in, refs) -> new Busy(in.readString())),
            new MessageKind<>(Moving.class, "pix-moving.v1", (moving, out, refs) -> {}, (in, refs) -> Moving.INSTANCE));

    private PixMessages() {}

    private static <T> akka.actor.typed.ActorRef<T> ref(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        return readRef(in, refs);
    }

    // What is told

    private static void writeRecord(Record call, Encoder out, ActorRefResolver refs) throws IOException {
        writeRef(call.replyTo(), out, refs);
        out.writeBoolean(call.facts());
        List<Decided> items =
                call.items().stream().map(item -> Decided.of(item, Verdict.NEW)).toList();
        EventBytes.write(PixJournal.RECORDED, new PixRecorded(call.receivedAtMillis(), 0, 0, 0, items, List.of()), out);
    }

    private static Record readRecord(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        var replyTo = PixMessages.<PixReply>ref(in, refs);
        boolean facts = in.readBoolean();
        PixRecorded event = EventBytes.read(PixJournal.RECORDED, in);
        List<PixItem> items = event.items().stream().map(Decided::item).toList();
        return new Record(items, facts, event.receivedAtMillis(), replyTo);
    }

    private static void writeRecorded(Recorded recorded, Encoder out, ActorRefResolver refs) throws IOException {
        out.writeInt(recorded.accepted());
        out.writeInt(recorded.duplicates());
        out.writeInt(recorded.waiting());
        AvroFields.writeArray(recorded.broken(), out, (broken, to) -> {
            to.writeInt(broken.index());
            to.writeString(broken.rule().name());
        });
        out.writeLong(recorded.seqNr());
    }

    private static Recorded readRecorded(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        return new Recorded(
                in.readInt(),
                in.readInt(),
                in.readInt(),
                AvroFields.readArray(in, from -> new Recorded.Broken(from.readInt(), Rule.valueOf(from.readString()))),
                in.readLong());
    }

    // Returns

    private static void writeRequest(RequestReturn call, Encoder out, ActorRefResolver refs) throws IOException {
        writeRef(call.replyTo(), out, refs);
        out.writeString(call.endToEndId());
        out.writeString(call.devolucaoId());
        out.writeString(call.rtrId());
        out.writeLong(call.receivedAtMillis());
        boolean asked = call.reading() instanceof ReturnRequest.Reading.Asked;
        out.writeBoolean(asked);
        if (call.reading() instanceof ReturnRequest.Reading.Asked reading) {
            out.writeLong(reading.request().centavos());
            out.writeString(reading.request().natureza().name());
        } else if (call.reading() instanceof ReturnRequest.Reading.Refused refused) {
            out.writeString(refused.field());
            out.writeString(refused.reason());
        }
    }

    private static RequestReturn readRequest(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        var replyTo = PixMessages.<PixReply>ref(in, refs);
        String endToEndId = in.readString();
        String devolucaoId = in.readString();
        String rtrId = in.readString();
        long receivedAt = in.readLong();
        ReturnRequest.Reading reading = in.readBoolean()
                ? new ReturnRequest.Reading.Asked(new ReturnRequest(in.readLong(), Natureza.valueOf(in.readString())))
                : new ReturnRequest.Reading.Refused(in.readString(), in.readString());
        return new RequestReturn(endToEndId, devolucaoId, reading, rtrId, receivedAt, replyTo);
    }

    private static void writeMade(Made made, Encoder out, ActorRefResolver refs) throws IOException {
        out.writeBoolean(made.before());
        writePayment(new KnownPayment("", null, List.of(made.made()), List.of(), 0), out);
    }

    private static Made readMade(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        boolean before = in.readBoolean();
        Return made = readPayment(in).returns().get(0);
        return new Made(made, before);
    }

    private static void writePayment(KnownPayment payment, Encoder out) throws IOException {
        out.writeBytes(PixJournal.payment(payment));
    }

    private static KnownPayment readPayment(Decoder in) throws IOException {
        return PixJournal.payment(AvroFields.readBytes(in));
    }

    // The account

    private static void writeAccount(Account account, Encoder out, ActorRefResolver refs) throws IOException {
        out.writeLong(account.seqNr());
        // Sorted, here and below, so that the same answer is always the same bytes.
        AvroFields.writeArray(new TreeMap<>(account.totals()).entrySet(), out, (each, to) -> {
            to.writeString(each.getKey().word());
            to.writeLong(each.getValue().count());
            to.writeLong(each.getValue().centavos());
        });
        out.writeInt(account.remembered());
        ActivityView activity = account.activity();
        AvroFields.writeArray(activity.windows(), out, (span, to) -> {
            to.writeString(span.of());
            to.writeInt(span.minutes());
            to.writeLong(span.count());
            to.writeLong(span.centavos());
        });
        out.writeLong(activity.nightCentavos());
        out.writeLong(activity.usualHours());
        out.writeDouble(activity.usualCount());
        out.writeDouble(activity.usualCentavos());
        AvroFields.writeArray(new TreeSet<>(activity.above()), out, (rule, to) -> to.writeString(rule));
    }

    private static Account readAccount(BinaryDecoder in, ActorRefResolver refs) throws IOException {
        long seqNr = in.readLong();
        Map<PixKind, Total> totals = new EnumMap<>(PixKind.class);
        AvroFields.readArray(in, from -> {
            PixKind kind = PixKind.of(from.readString()).orElseThrow(() -> new IOException("no such kind"));
            return totals.put(kind, new Total(from.readLong(), from.readLong()));
        });
        return new Account(
                seqNr,
                totals,
                in.readInt(),
                new ActivityView(
                        AvroFields.readArray(
                                in,
                                from -> new ActivityView.Span(
                                        from.readString(), from.readInt(), from.readLong(), from.readLong())),
                        in.readLong(),
                        in.readLong(),
                        in.readDouble(),
                        in.readDouble(),
                        Set.copyOf(AvroFields.readArray(in, Decoder::readString))));
    }
}
