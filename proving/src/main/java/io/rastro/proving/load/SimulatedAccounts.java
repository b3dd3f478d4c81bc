package io.rastro.proving.load;

import io.rastro.protocol.pix.PixKind;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Pix accounts that pay, are paid, and now and then give a part or all of it back; the same amounts for the same seed. An
 * account may have several requests under way, for its events have ids and no order; what it gives back has been answered
 * for, and never comes to more than it was paid.
 */
public final class SimulatedAccounts implements EndlessSource {

    private static final double ESTORNO = 0.02;
    private static final double PAGAMENTO = 0.55;
    private static final double MEDIAN_CENTAVOS = 9_000;
    private static final double SIGMA = 1.4;
    private static final long MOST_CENTAVOS = 10_000_000;

    /** Whom an account pays next is the k-th of those that it knows with a likelihood that falls with k. */
    private static final double CONTACTS = 8;

    /** Of the payments that it got; the oldest are forgotten. */
    private static final int MOST_RETURNABLE = 16;

    private static final int RADIX = 36;
    private static final int RUN_DIGITS = 5;
    private static final int COUNT_DIGITS = PixIds.REST_LENGTH - RUN_DIGITS;

    private final int batchSize;
    private final Clock clock;
    private final Turns<Slot> turns;
    private final String run;
    private long count;

    private static final class Account {
        final String id;
        final SplittableRandom random;
        final ArrayDeque<Received> returnable = new ArrayDeque<>(1);

        Account(String id, SplittableRandom random) {
            this.id = id;
            this.random = random;
        }
    }

    /** One of the requests that an account may have under way. */
    private record Slot(Account account) implements Batch.Lane {}

    /** @param left what of it was not given back yet, above 0 */
    private record Received(String endToEndId, long left) {}

    /**
     * @param name the first part of the accounts' ids
     * @param requestsEach how many an account may have under way
     */
    public SimulatedAccounts(
            String name, int accounts, int requestsEach, int batchSize, Duration duration, long seed, Clock clock) {
        this.batchSize = batchSize;
        this.clock = clock;
        this.turns = new Turns<>(accounts * requestsEach, clock.millis() + duration.toMillis());
        this.run = PixIds.digits(clock.millis(), RADIX, RUN_DIGITS);
        SplittableRandom random = new SplittableRandom(seed);
        List<Account> all = new ArrayList<>(accounts);
        for (int i = 0; i < accounts; i++) {
            all.add(new Account(name + "-" + i, random.split()));
        }
        for (int i = 0; i < requestsEach; i++) {
            all.forEach(account -> turns.add(new Slot(account)));
        }
    }

    @Override
    public void end() {
        turns.end();
    }

    @Override
    public @Nullable Batch poll() {
        long now = clock.millis();
        Slot slot = turns.next(now);
        if (slot == null) {
            return null;
        }
        List<Transfer> transfers = new ArrayList<>(batchSize);
        for (int i = 0; i < batchSize; i++) {
            transfers.add(next(slot.account(), now));
        }
        return new Batch(slot, new PixEvents(slot.account().id, transfers));
    }

    /** What the account was paid can go back from now on. */
    @Override
    public void release(Batch batch) {
        Slot slot = (Slot) batch.lane();
        for (Transfer transfer : PixEvents.of(batch.content()).transfers()) {
            if (transfer.kind() == PixKind.RECEBIMENTO) {
                keep(slot.account(), new Received(transfer.endToEndId(), transfer.centavos()));
            }
        }
        turns.add(slot);
    }

    @Override
    public boolean isExhausted() {
        return turns.isOver();
    }

    private Transfer next(Account account, long now) {
        double drawn = account.random.nextDouble();
        Received received = drawn < ESTORNO ? account.returnable.poll() : null;
        if (received != null) {
            return estorno(account, received, now);
        }
        return new Transfer(
                account.id,
                drawn < PAGAMENTO ? PixKind.PAGAMENTO : PixKind.RECEBIMENTO,
                PixIds.endToEndId(now, rest()),
                null,
                amount(account.random),
                now,
                PixIds.evp(account.id + '/' + contact(account.random)),
                0);
    }

    /** Half of them of all that is left. */
    private Transfer estorno(Account account, Received received, long now) {
        boolean all = account.random.nextBoolean();
        long part = all ? received.left() : account.random.nextLong(1, received.left() + 1);
        if (part < received.left()) {
            keep(account, new Received(received.endToEndId(), received.left() - part));
        }
        return new Transfer(
                account.id, PixKind.ESTORNO, received.endToEndId(), PixIds.rtrId(now, rest()), part, now, null, 0);
    }

    private static void keep(Account account, Received received) {
        if (account.returnable.size() == MOST_RETURNABLE) {
            account.returnable.remove();
        }
        account.returnable.add(received);
    }

    /** Log-normal: most are small, a few are very large. */
    private static long amount(SplittableRandom random) {
        long drawn = Math.round(MEDIAN_CENTAVOS * Math.exp(SIGMA * random.nextGaussian()));
        return Math.max(1, Math.min(MOST_CENTAVOS, drawn));
    }

    private static int contact(SplittableRandom random) {
        return (int) (-Math.log(1 - random.nextDouble()) * CONTACTS);
    }

    /** No other of this run has it, nor of one that began in another millisecond of the same hours. */
    private String rest() {
        return run + PixIds.digits(count++, RADIX, COUNT_DIGITS);
    }
}
