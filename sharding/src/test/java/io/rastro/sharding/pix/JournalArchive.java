package io.rastro.sharding.pix;

import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.PixEvent;
import io.rastro.protocol.pix.journal.PixRecorded;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** Tables that have of the journal what the test says they have. */
final class JournalArchive implements PixArchive {

    private final Supplier<List<PixEvent>> journal;

    /** Events that are in the tables; by default none. */
    volatile long tabled;

    /** While true, questions are kept. */
    volatile boolean silent;

    volatile int lookUps;
    volatile int progressAsked;

    final BlockingQueue<Runnable> kept = new LinkedBlockingQueue<>();

    JournalArchive(Supplier<List<PixEvent>> journal) {
        this.journal = journal;
    }

    @Override
    public CompletionStage<List<Told>> lookUp(String accountId, Set<String> ids) {
        lookUps++;
        List<Told> all = told();
        Set<String> payments = new HashSet<>(ids);
        for (Told each : all) {
            if (ids.contains(each.decided().item().id())) {
                payments.add(each.decided().item().endToEndId());
            }
        }
        return answer(all.stream()
                .filter(each -> payments.contains(each.decided().item().endToEndId()))
                .toList());
    }

    @Override
    public CompletionStage<Map<PixKind, Long>> tabledUpTo(String accountId) {
        progressAsked++;
        Map<PixKind, Long> upTo = new EnumMap<>(PixKind.class);
        told().forEach(each -> upTo.merge(each.decided().item().kind(), each.seqNr(), Math::max));
        return answer(upTo);
    }

    private List<Told> told() {
        List<Told> told = new ArrayList<>();
        long seqNr = 0;
        for (PixEvent event : journal.get()) {
            seqNr++;
            if (seqNr <= tabled && event instanceof PixRecorded recorded) {
                for (int i = 0; i < recorded.items().size(); i++) {
                    told.add(new Told(recorded.items().get(i).recalling(null), seqNr, i));
                }
            }
        }
        return told;
    }

    private <T> CompletionStage<T> answer(T value) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (silent) {
            kept.add(() -> answer.complete(value));
        } else {
            answer.complete(value);
        }
        return answer;
    }
}
