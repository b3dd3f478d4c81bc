package io.rastro.sinks.lake;

import akka.NotUsed;
import akka.kafka.ConsumerMessage.CommittableMessage;
import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.javadsl.Source;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import io.rastro.sinks.lake.Arrival.Message;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Each record of a partition once and in order, from an offset on, whatever the group's consumer leaves out or brings again.
 * It begins at the committed offset, not where a lane has to read from; is set back to that by every rebalance; and gives
 * records to a lane that is being closed, which the next one never sees.
 *
 * <p>A stage of its own, since every record passes it and hardly any needs more than a comparison.
 */
final class Gapless extends GraphStage<FlowShape<CommittableMessage<String, byte[]>, Message>> {

    private final Inlet<CommittableMessage<String, byte[]>> in = Inlet.create("Gapless.in");
    private final Outlet<Message> out = Outlet.create("Gapless.out");
    private final FlowShape<CommittableMessage<String, byte[]>, Message> shape = FlowShape.of(in, out);
    private final long from;
    private final Between kafka;
    private final BooleanSupplier isWanted;

    /** What Kafka has from one offset on to before another. */
    @FunctionalInterface
    interface Between {
        Source<ConsumerRecord<String, byte[]>, NotUsed> between(long from, long before);
    }

    /**
     * @param kafka asked for what did not come, when a record behind it does
     * @param isWanted false: for good; what is read may end too early then, and nothing behind it must come
     */
    Gapless(long from, Between kafka, BooleanSupplier isWanted) {
        this.from = from;
        this.kafka = kafka;
        this.isWanted = isWanted;
    }

    @Override
    public FlowShape<CommittableMessage<String, byte[]>, Message> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic {

        private long position = from;
        /** What came behind a gap, until that is read; there is one when {@link #gap} is. */
        private @Nullable Message behind;

        private @Nullable SubSinkInlet<ConsumerRecord<String, byte[]>> gap;

        Logic() {
            super(shape);
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    came(grab(in));
                }

                @Override
                public void onUpstreamFinish() {
                    if (behind == null) {
                        completeStage();
                    }
                }
            });
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    next();
                }
            });
        }

        private void came(CommittableMessage<String, byte[]> message) {
            long offset = message.record().offset();
            if (offset < position) {
                next();
                return;
            }
            Message arrived = new Message(message.record(), message.committableOffset());
            long begin = position;
            position = offset + 1;
            if (begin == offset) {
                give(arrived);
            } else {
                behind = arrived;
                read(kafka.between(begin, offset));
            }
        }

        private void read(Source<ConsumerRecord<String, byte[]>, NotUsed> missing) {
            SubSinkInlet<ConsumerRecord<String, byte[]>> records = new SubSinkInlet<>("Gapless.gap");
            gap = records;
            records.setHandler(new AbstractInHandler() {
                @Override
                public void onPush() {
                    give(new Message(records.grab(), null));
                }

                @Override
                public void onUpstreamFinish() {
                    gap = null;
                    if (isAvailable(out)) {
                        next();
                    }
                }
            });
            missing.runWith(records.sink(), subFusingMaterializer());
            records.pull();
        }

        /** There is demand. */
        private void next() {
            Message last = behind;
            if (gap != null) {
                gap.pull();
            } else if (last != null) {
                behind = null;
                give(last);
                if (isClosed(in)) {
                    completeStage();
                }
            } else if (isClosed(in)) {
                completeStage();
            } else {
                pull(in);
            }
        }

        private void give(Message message) {
            if (isWanted.getAsBoolean()) {
                push(out, message);
            } else {
                completeStage();
            }
        }

        @Override
        public void postStop() {
            if (gap != null) {
                gap.cancel();
            }
        }
    }
}
