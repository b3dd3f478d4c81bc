package io.rastro.sharding.pix;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import org.jspecify.annotations.Nullable;

/** What was reported and counts for nothing; kept so that it is written down once, however often it is reported. */
record Violation(
        Rule rule,
        PixKind kind,
        String id,
        @Nullable String devolucaoId,
        long centavos,
        @Nullable String status) {

    static Violation of(Rule rule, PixItem item) {
        return new Violation(rule, item.kind(), item.id(), item.devolucaoId(), item.centavos(), item.status());
    }

    static Violation of(Rule rule, Return refused) {
        return new Violation(
                rule, PixKind.ESTORNO, refused.rtrId(), refused.devolucaoId(), refused.centavos(), refused.status());
    }
}
