package io.rastro.protocol.pix;

import io.rastro.protocol.Rfc3339;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One {@link PixItem} in the making: takes its fields in any order, checks each, and remembers the first that is wrong. Each
 * takes null for what was not told. What is told by a client of ours must be right; what a provider reports is a fact, and
 * only has to have the form in which it can be kept.
 */
final class PixDraft implements JsonFields.Refusals {

    private static final String REQUIRED = "is required";
    private static final String ONLY_OF_ESTORNO = "is only of an estorno";
    private static final String REPORTED_REST = " and 31 of [a-zA-Z0-9]";
    private static final String REST = ", 8 of [0-9A-Z], a minute of UTC as yyyyMMddHHmm, and 11 of [a-zA-Z0-9]";
    private static final String NO_REPORTED_PAYMENT = "must be E" + REPORTED_REST;
    private static final String NO_PAYMENT = "must be E" + REST;
    private static final String NO_REPORTED_RETURN = "must be D" + REPORTED_REST;
    private static final String NO_RETURN = "must be D" + REST;
    private static final String NO_ID = "must be 1 to " + ReturnRequest.MAX_ID_LENGTH + " of [a-zA-Z0-9]";
    private static final String NO_WORD = "must be 1 to 40 of [A-Z0-9_]";
    private static final int MAX_WORD_LENGTH = 40;

    private final boolean reported;
    private final String instantField;
    private final Set<PixItem.Flag> flags = EnumSet.noneOf(PixItem.Flag.class);

    private @Nullable String wrongField;
    private String reason = "";
    private @Nullable PixKind kind;
    private @Nullable String endToEndId;
    private @Nullable String rtrId;
    private @Nullable String devolucaoId;
    private long centavos = Centavos.INVALID;
    private long occurredAtMillis = Rfc3339.INVALID;
    private long requestedAtMillis = Rfc3339.INVALID;
    private @Nullable String txid;
    private @Nullable Party chave;
    private @Nullable Party counterparty;
    private @Nullable String status;
    private @Nullable String natureza;

    private PixDraft(boolean reported, String instantField) {
        this.reported = reported;
        this.instantField = instantField;
    }

    /**
     * By a provider.
     *
     * @param instantField what it calls when it happened
     */
    static PixDraft reported(PixKind kind, String instantField) {
        PixDraft draft = new PixDraft(true, instantField);
        draft.kind = kind;
        return draft;
    }

    /** By a client of ours. */
    static PixDraft told() {
        return new PixDraft(false, "occurredAt");
    }

    void kind(@Nullable String word) {
        if (word != null) {
            kind = PixKind.of(word).orElse(null);
            check(kind != null, "kind", "must be pagamento, recebimento or estorno");
        }
    }

    void endToEndId(@Nullable String id) {
        if (id != null) {
            boolean is = reported ? EndToEndId.mayBeEndToEndId(id) : EndToEndId.isEndToEndId(id);
            check(is, "endToEndId", reported ? NO_REPORTED_PAYMENT : NO_PAYMENT);
            endToEndId = is ? id : null;
        }
    }

    void rtrId(@Nullable String id) {
        if (id != null) {
            boolean is = reported ? EndToEndId.mayBeRtrId(id) : EndToEndId.isRtrId(id);
            check(is, "rtrId", reported ? NO_REPORTED_RETURN : NO_RETURN);
            rtrId = id;
        }
    }

    void devolucaoId(@Nullable String id) {
        check(id == null || ReturnRequest.isId(id), "id", NO_ID);
        devolucaoId = id;
    }

    void txid(@Nullable String id) {
        check(id == null || Alphanumeric.is(id, 1, ReturnRequest.MAX_ID_LENGTH), "txid", NO_ID);
        txid = id;
    }

    void valor(@Nullable String text) {
        if (text != null) {
            centavos = Centavos.parse(text);
            check(centavos != Centavos.INVALID, "valor", ReturnRequest.NO_VALOR);
            check(centavos != 0, "valor", ReturnRequest.NOTHING);
        }
    }

    /** Epoch milliseconds; {@link Rfc3339#INVALID} when not told. */
    void occurredAt(long millis) {
        occurredAtMillis = millis;
    }

    /** Of a return, if that is told beside when it was settled. */
    void requestedAt(long millis) {
        requestedAtMillis = millis;
    }

    void chave(@Nullable Party party) {
        chave = party;
    }

    void counterparty(@Nullable Party party) {
        counterparty = party;
    }

    void status(@Nullable String name) {
        if (name != null) {
            boolean is = reported ? isWord(name) : DevolucaoStatus.of(name).isPresent();
            check(is, "status", reported ? NO_WORD : "must be EM_PROCESSAMENTO, DEVOLVIDO or NAO_REALIZADO");
            status = name;
        }
    }

    void natureza(@Nullable String name) {
        if (name != null) {
            boolean is = reported ? isWord(name) : Natureza.of(name).isPresent();
            check(
                    is,
                    "natureza",
                    reported
                            ? NO_WORD
                            : "must be ORIGINAL, RETIRADA, MED_OPERACIONAL, MED_FRAUDE or MED_PIX_AUTOMATICO");
            natureza = name;
        }
    }

    /** What the parts of the amount come to; {@link Centavos#INVALID} when they are no parts of an amount. */
    void components(long sum) {
        if (centavos != sum) {
            flags.add(PixItem.Flag.COMPONENTS);
        }
    }

    @Override
    public void refuse(String field, String why) {
        if (field.equals("endToEndId")) {
            endToEndId = null; // told twice, it is not known
        }
        if (wrongField == null) {
            wrongField = field;
            reason = why;
        }
    }

    /** Null when none, or none that can be trusted, was told. */
    @Nullable
    String endToEndId() {
        return endToEndId;
    }

    /** After all fields; null when it is none, see {@link #rejection}. */
    @Nullable
    PixItem finish() {
        check(kind != null, "kind", REQUIRED);
        check(endToEndId != null, "endToEndId", REQUIRED);
        if (kind == PixKind.ESTORNO) {
            check(rtrId != null, "rtrId", REQUIRED);
            check(status != null || !reported, "status", REQUIRED);
        } else {
            check(rtrId == null, "rtrId", ONLY_OF_ESTORNO);
            check(status == null, "status", ONLY_OF_ESTORNO);
            check(natureza == null, "natureza", ONLY_OF_ESTORNO);
        }
        check(centavos != Centavos.INVALID, "valor", REQUIRED);
        check(occurredAtMillis != Rfc3339.INVALID, instantField, REQUIRED);
        if (wrongField == null) {
            compareWithTheMinute();
        }
        return wrongField == null && kind != null && endToEndId != null ? item(kind, endToEndId) : null;
    }

    /**
     * What was found wrong first; only after {@link #finish} gave nothing.
     *
     * @param within what it is in its item; may be empty
     */
    PixRejection rejection(int index, String within) {
        if (wrongField == null) {
            throw new IllegalStateException("nothing was found wrong");
        }
        String dot = within.isEmpty() || wrongField.isEmpty() ? "" : ".";
        return new PixRejection(index, within + dot + wrongField, reason, reported ? endToEndId : null);
    }

    private void compareWithTheMinute() {
        String id = rtrId == null ? endToEndId : rtrId;
        if (id == null || EndToEndId.isNear(id, requestedAt())) {
            return;
        }
        if (reported) {
            flags.add(PixItem.Flag.ID_MINUTE);
        } else {
            refuse(
                    instantField,
                    "must be less than 12 h from the minute in " + (rtrId == null ? "endToEndId" : "rtrId"));
        }
    }

    /** The minute in the id of a return is that of its request. */
    private long requestedAt() {
        return requestedAtMillis == Rfc3339.INVALID ? occurredAtMillis : requestedAtMillis;
    }

    private PixItem item(PixKind ofKind, String ofPayment) {
        String ofReturn = status == null && ofKind == PixKind.ESTORNO ? DevolucaoStatus.DEVOLVIDO.name() : status;
        return new PixItem(
                ofKind,
                ofPayment,
                rtrId,
                devolucaoId,
                centavos,
                occurredAtMillis,
                requestedAt(),
                txid,
                chave,
                counterparty,
                ofReturn,
                natureza,
                flags);
    }

    private void check(boolean right, String field, String why) {
        if (!right) {
            refuse(field, why);
        }
    }

    private static boolean isWord(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Alphanumeric.isDigit(c) && !Alphanumeric.isUpperCase(c) && c != '_') {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= MAX_WORD_LENGTH;
    }
}
