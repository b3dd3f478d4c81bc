package io.rastro.sharding.courier;

import io.rastro.protocol.courier.Position;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A table whose answers the test gives, when and as it likes. */
final class FakeArchive implements FixArchive {

    record Question(List<Position> fixes, CompletableFuture<BitSet> answer) {

        /** The table has these, by their place in the question. */
        void has(int... inTable) {
            BitSet bits = new BitSet();
            for (int each : inTable) {
                bits.set(each);
            }
            answer.complete(bits);
        }
    }

    final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    volatile boolean hasEverything;
    volatile int proofsAsked;

    @Override
    public CompletionStage<BitSet> contained(String courierId, List<Position> fixes) {
        Question question = new Question(fixes, new CompletableFuture<>());
        questions.add(question);
        return question.answer();
    }

    @Override
    public CompletionStage<Boolean> containsEvent(String courierId, long fixedAtMillis, long seqNr) {
        proofsAsked++;
        return CompletableFuture.completedFuture(hasEverything);
    }

    Question nextQuestion() throws InterruptedException {
        Question question = questions.poll(3, TimeUnit.SECONDS);
        if (question == null) {
            throw new AssertionError("the table was not asked");
        }
        return question;
    }
}
