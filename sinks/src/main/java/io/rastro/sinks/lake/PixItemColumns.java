package io.rastro.sinks.lake;

import io.rastro.protocol.pix.Party;
import io.rastro.protocol.pix.PixItem;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every row about a Pix item says of the item, in the words of the topics' schemas. */
final class PixItemColumns {

    static final Columns<PixItem> ALL = new Columns<PixItem>("pix_item")
            .instant("occurred_at", PixItem::occurredAtMillis)
            .text("kind", item -> item.kind().word())
            .repetitive()
            .text("end_to_end_id", PixItem::endToEndId)
            .optionalText("rtr_id", PixItem::rtrId)
            .optionalText("devolucao_id", PixItem::devolucaoId)
            .money("valor", PixItem::centavos)
            .instant("requested_at", PixItem::requestedAtMillis)
            .optionalText("txid", PixItem::txid)
            .optionalText("chave_pseudonym", item -> pseudonymOf(item.chave()))
            .repetitive()
            .optionalText("chave_masked", item -> maskOf(item.chave()))
            .repetitive()
            .optionalText("counterparty_pseudonym", item -> pseudonymOf(item.counterparty()))
            .repetitive()
            .optionalText("counterparty_masked", item -> maskOf(item.counterparty()))
            .repetitive()
            .optionalText("status", PixItem::status)
            .repetitive()
            .optionalText("natureza", PixItem::natureza)
            .repetitive()
            .texts("flags", item -> names(item.flags()))
            .repetitive();

    private PixItemColumns() {}

    private static @Nullable String pseudonymOf(@Nullable Party party) {
        return party == null ? null : party.pseudonym();
    }

    private static @Nullable String maskOf(@Nullable Party party) {
        return party == null ? null : party.masked();
    }

    /** In the order in which they are declared: a set has none of its own. */
    private static List<String> names(Set<PixItem.Flag> flags) {
        if (flags.isEmpty()) {
            return List.of();
        }
        return EnumSet.copyOf(flags).stream().map(PixItem.Flag::name).toList();
    }
}
