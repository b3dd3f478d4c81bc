package io.rastro.protocol.pix.iso;

import io.rastro.protocol.Rfc3339;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One transaction in the making: takes its fields in any order and checks each. The first one found wrong is remembered.
 * One draft serves one transaction after another; not thread-safe.
 */
final class TransferDraft {

    private static final String TWICE = "appears twice";

    private final IsoKind kind;
    private final Map<IsoField, String> values = new EnumMap<>(IsoField.class);
    private final Set<IsoNode> seen = new HashSet<>();
    private @Nullable String wrongField;
    private String reason = "";

    TransferDraft(IsoKind kind) {
        this.kind = kind;
    }

    /** Forgets the transaction before. */
    void begin() {
        values.clear();
        seen.clear();
        wrongField = null;
        reason = "";
    }

    /** Whether it is the first of its kind in this transaction; any other one is refused, for which of both counts? */
    boolean isFirst(IsoNode node) {
        boolean first = seen.add(node);
        if (!first) {
            refuse(node.path(), TWICE);
        }
        return first;
    }

    /** @param text null when there was more than text */
    void take(IsoField field, String path, @Nullable String text) {
        if (text == null) {
            refuse(path, "must hold text alone, without elements or comments in it");
            return;
        }
        String value = field.collapses() ? text.trim() : text;
        if (!field.allows(value)) {
            refuse(path, field.rule());
        } else if (values.putIfAbsent(field, value) != null) {
            refuse(path, TWICE);
        } else if (field == IsoField.AMOUNT && centavos(value) == 0) {
            refuse(path, "must be above 0");
        }
    }

    /** Only the first such word counts. */
    void refuse(String path, String why) {
        if (wrongField == null) {
            wrongField = path;
            reason = why;
        }
    }

    /**
     * The transfer, after all of its fields; null when it is none, see {@link #rejection}.
     *
     * @param createdAtMillis when the message was made; {@link Rfc3339#INVALID} when it does not say
     */
    @Nullable
    IsoTransfer finish(long createdAtMillis) {
        kind.required().forEach((field, path) -> {
            if (!values.containsKey(field)) {
                refuse(path, "is required");
            }
        });
        long at = occurredAt(createdAtMillis);
        return wrongField == null ? transfer(at) : null;
    }

    /** What was found wrong first; only after {@link #finish} gave no transfer. */
    IsoRejection rejection(int index) {
        if (wrongField == null) {
            throw new IllegalStateException("nothing was found wrong");
        }
        return new IsoRejection(index, wrongField, reason);
    }

    private long occurredAt(long createdAtMillis) {
        String acceptedAt = values.get(IsoField.ACCEPTED_AT);
        if (acceptedAt != null) {
            return Rfc3339.parse(acceptedAt);
        }
        if (createdAtMillis == Rfc3339.INVALID) {
            refuse("AccptncDtTm", "is required where GrpHdr/CreDtTm is absent");
        }
        return createdAtMillis;
    }

    private IsoTransfer transfer(long occurredAtMillis) {
        return new IsoTransfer(
                required(IsoField.END_TO_END_ID),
                values.get(IsoField.RTR_ID),
                values.get(IsoField.TXID),
                centavos(required(IsoField.AMOUNT)),
                occurredAtMillis,
                new IsoParty(
                        required(IsoField.DEBTOR_ISPB),
                        values.get(IsoField.DEBTOR_ACCOUNT),
                        values.get(IsoField.DEBTOR_BRANCH),
                        values.get(IsoField.DEBTOR_ACCOUNT_TYPE),
                        values.get(IsoField.DEBTOR_DOCUMENT)),
                new IsoParty(
                        required(IsoField.CREDITOR_ISPB),
                        values.get(IsoField.CREDITOR_ACCOUNT),
                        values.get(IsoField.CREDITOR_BRANCH),
                        values.get(IsoField.CREDITOR_ACCOUNT_TYPE),
                        values.get(IsoField.CREDITOR_DOCUMENT)),
                values.get(IsoField.CREDITOR_KEY),
                values.get(IsoField.REASON));
    }

    private String required(IsoField field) {
        String value = values.get(field);
        if (value == null) {
            throw new IllegalStateException(field + " is not among what a " + kind.word() + " requires");
        }
        return value;
    }

    /** @param amount as {@link IsoField#AMOUNT} allows it: 6, 6.0 and 6.00 are the same */
    private static long centavos(String amount) {
        int point = amount.indexOf('.');
        if (point < 0) {
            return 100 * Long.parseLong(amount);
        }
        String fraction = amount.substring(point + 1);
        long cents = Long.parseLong(fraction) * (fraction.length() == 1 ? 10 : 1);
        return 100 * Long.parseLong(amount.substring(0, point)) + cents;
    }
}
