package io.rastro.proving.load;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@link SimulatedAccounts} whose events are told as they are in the field: now and then one a second time, or with another
 * amount than before, which is to be refused. What it was told of in a batch that is under way may be the first to arrive.
 */
public final class OddAccounts implements EndlessSource {

    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final double TOLD_BEFORE = 0.03;
    private static final double OTHER_AMOUNT = 0.02;

    private final SimulatedAccounts accounts;
    private final SplittableRandom random;
    private final Map<String, Transfer> before = new HashMap<>();

    /** A request, and what of it the accounts know. */
    private record Disturbed(Batch original) implements Batch.Lane {}

    /** @param requestsEach how many an account may have under way */
    public OddAccounts(String name, int accounts, int requestsEach, int batchSize, long seed) {
        this.accounts =
                new SimulatedAccounts(name, accounts, requestsEach, batchSize, FOR_EVER, seed, Clock.systemUTC());
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void end() {
        accounts.end();
    }

    @Override
    public @Nullable Batch poll() {
        Batch batch = accounts.poll();
        if (batch == null) {
            return null;
        }
        PixEvents events = PixEvents.of(batch.content());
        return new Batch(new Disturbed(batch), disturbed(events));
    }

    private PixEvents disturbed(PixEvents events) {
        List<Transfer> transfers = new ArrayList<>(events.transfers());
        Transfer known = before.put(events.accountId(), transfers.get(transfers.size() - 1));
        double drawn = random.nextDouble();
        if (known != null && drawn < TOLD_BEFORE) {
            transfers.add(known);
        } else if (known != null && drawn < TOLD_BEFORE + OTHER_AMOUNT) {
            transfers.add(known.of(known.centavos() + 1));
        }
        return new PixEvents(events.accountId(), transfers);
    }

    @Override
    public void release(Batch batch) {
        accounts.release(((Disturbed) batch.lane()).original());
    }

    @Override
    public boolean isExhausted() {
        return accounts.isExhausted();
    }
}
