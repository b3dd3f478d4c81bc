package io.rastro.protocol.pix;

import java.util.Arrays;
import java.util.Optional;

/** Why money goes back; Pix API 2.9.0. A provider may send one that is not here. */
public enum Natureza {
    /** Of a payment, or of the bought part of a Pix troco. */
    ORIGINAL(true),
    /** Of the cash of a Pix saque or Pix troco. */
    RETIRADA(true),
    /** By the special return mechanism, after an error of a provider. */
    MED_OPERACIONAL(false),
    /** By the special return mechanism, on a suspicion of fraud. */
    MED_FRAUDE(false),
    /** By the special return mechanism, of a Pix automático. */
    MED_PIX_AUTOMATICO(false);

    private final boolean forReceivers;

    Natureza(boolean forReceivers) {
        this.forReceivers = forReceivers;
    }

    /** Whether who was paid may ask for it; the others are for providers. */
    public boolean isForReceivers() {
        return forReceivers;
    }

    public static Optional<Natureza> of(String name) {
        return Arrays.stream(values())
                .filter(natureza -> natureza.name().equals(name))
                .findFirst();
    }
}
