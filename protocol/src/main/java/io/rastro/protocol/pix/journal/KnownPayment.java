package io.rastro.protocol.pix.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known under one endToEndId: a payment with its returns, or only returns that wait for it.
 *
 * @param original null while the payment itself never came
 * @param violations what was reported of it and counts for nothing, oldest first
 * @param lastSeqNr the last event that told anything of it
 */
public record KnownPayment(
        String endToEndId,
        @Nullable Original original,
        List<Return> returns,
        List<Violation> violations,
        long lastSeqNr) {

    public KnownPayment {
        returns = List.copyOf(returns);
        violations = List.copyOf(violations);
    }
}
