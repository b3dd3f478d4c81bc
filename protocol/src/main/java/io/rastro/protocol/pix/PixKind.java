package io.rastro.protocol.pix;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What happened, as the account sees it. */
public enum PixKind {
    /** It paid. */
    PAGAMENTO,
    /** It was paid. */
    RECEBIMENTO,
    /** A part or all of one of both went back: {@code devolução} in the Pix API. */
    ESTORNO;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As in JSON, topics and tables: {@code pagamento}. */
    public String word() {
        return word;
    }

    public static Optional<PixKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
