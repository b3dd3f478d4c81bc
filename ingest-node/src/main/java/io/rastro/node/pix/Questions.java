package io.rastro.node.pix;

import io.rastro.node.http.Admission;
import io.rastro.sharding.pix.PixReply;
import io.rastro.sharding.pix.PixReply.Busy;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Questions to accounts, no more at a time than most answer in time. Not those to couriers: an account may have to ask the
 * tables, and what it takes to is no overload of them.
 */
record Questions(Admission admission) {

    /** One question in a place of its own, or a 503. */
    CompletionStage<PixReply> ask(Supplier<CompletionStage<PixReply>> question) {
        return during(() -> timed(question));
    }

    /** Several, one after the other, in one place, or a 503. Each is {@link #timed}. */
    <T> CompletionStage<T> during(Supplier<CompletionStage<T>> questions) {
        return admission.during(questions);
    }

    CompletionStage<PixReply> timed(Supplier<CompletionStage<PixReply>> question) {
        long askedAt = System.nanoTime();
        return question.get()
                .whenComplete((reply, failure) ->
                        admission.answered(System.nanoTime() - askedAt, reply != null && !(reply instanceof Busy)));
    }
}
