package io.rastro.protocol.pix.journal;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import org.jspecify.annotations.Nullable;

/**
 * What was reported and counts for nothing; kept so that it is written down once, however often it is reported.
 *
 * @param rule the {@linkplain Rule#word() word} of what it violates
 */
public record Violation(
        String rule,
        PixKind kind,
        String id,
        @Nullable String devolucaoId,
        long centavos,
        @Nullable String status) {

    public static Violation of(Rule rule, PixItem item) {
        return new Violation(rule.word(), item.kind(), item.id(), item.devolucaoId(), item.centavos(), item.status());
    }

    public static Violation of(Rule rule, Return refused) {
        return new Violation(
                rule.word(),
                PixKind.ESTORNO,
                refused.rtrId(),
                refused.devolucaoId(),
                refused.centavos(),
                refused.status());
    }
}
