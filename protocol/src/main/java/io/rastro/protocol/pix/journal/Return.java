package io.rastro.protocol.pix.journal;

import io.rastro.protocol.pix.DevolucaoStatus;
import io.rastro.protocol.pix.PixItem;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A return as far as it is known.
 *
 * @param devolucaoId null while nobody told it
 * @param status a {@link DevolucaoStatus} or what a provider has invented since
 * @param statusAtMillis when it came to that status: the earliest time that was told, of one that the Pix API does not name the latest
 * @param requestedAtMillis when it was asked for: the earliest time that was told of it
 * @param natureza as it was first told
 * @param seqNr the event that first told it
 * @param index the place within that event
 */
public record Return(
        String rtrId,
        @Nullable String devolucaoId,
        long centavos,
        String status,
        long statusAtMillis,
        long requestedAtMillis,
        @Nullable String natureza,
        long seqNr,
        int index) {

    private static final int LAST = 2;

    /** In the order in which they claim what can go back of a payment. */
    public static final Comparator<Return> BY_CLAIM = Comparator.comparingLong(Return::requestedAtMillis)
            .thenComparing(Return::seqNr)
            .thenComparing(Return::index);

    /** How a status that is told relates to the one that is known. */
    public enum Step {
        FORWARD,
        SAME,
        BEHIND,
        CONFLICT
    }

    public static Return of(PixItem item, long seqNr, int index) {
        return new Return(
                item.id(),
                item.devolucaoId(),
                item.centavos(),
                statusOf(item),
                item.occurredAtMillis(),
                item.requestedAtMillis(),
                item.natureza(),
                seqNr,
                index);
    }

    /** What is known after an item that does not contradict it. */
    public Return after(PixItem item) {
        Step step = step(item);
        return new Return(
                rtrId,
                devolucaoId == null ? item.devolucaoId() : devolucaoId,
                centavos,
                step == Step.FORWARD ? statusOf(item) : status,
                statusAt(step, item.occurredAtMillis()),
                Math.min(requestedAtMillis, item.requestedAtMillis()),
                natureza == null ? item.natureza() : natureza,
                seqNr,
                index);
    }

    private long statusAt(Step step, long toldMillis) {
        return switch (step) {
            case FORWARD -> toldMillis;
            case SAME ->
                rank(status) == 1 ? Math.max(statusAtMillis, toldMillis) : Math.min(statusAtMillis, toldMillis);
            case BEHIND, CONFLICT -> statusAtMillis;
        };
    }

    /**
     * EM_PROCESSAMENTO comes first, then what the Pix API does not name, then one of the two ends. Of two that it does
     * not name the later is further; at the same time, the greater by name: so that the order of delivery decides
     * nothing.
     */
    public Step step(PixItem item) {
        String told = statusOf(item);
        if (told.equals(status)) {
            return Step.SAME;
        }
        int order = Integer.compare(rank(told), rank(status));
        if (order == 0 && rank(told) == LAST) {
            return Step.CONFLICT;
        }
        if (order == 0) {
            order = Long.compare(item.occurredAtMillis(), statusAtMillis);
        }
        return (order == 0 ? told.compareTo(status) : order) > 0 ? Step.FORWARD : Step.BEHIND;
    }

    /** Whether its centavos are gone from the payment, or may be on their way. */
    public boolean counts() {
        return counts(status);
    }

    public static boolean counts(String status) {
        return !status.equals(DevolucaoStatus.NAO_REALIZADO.name());
    }

    public static String statusOf(PixItem item) {
        return Objects.requireNonNull(item.status());
    }

    private static int rank(String status) {
        return DevolucaoStatus.of(status)
                .map(known -> known.isLast() ? LAST : 0)
                .orElse(1);
    }
}
