package io.rastro.protocol.pix;

import java.util.Arrays;
import java.util.Optional;

/** How far a return is; Pix API 2.9.0, schema {@code Devolucao}. A provider may send one that is not here. */
public enum DevolucaoStatus {
    /** Asked for; no money has moved. */
    EM_PROCESSAMENTO(false),
    /** The money went back. */
    DEVOLVIDO(true),
    /** It will not. */
    NAO_REALIZADO(true);

    private final boolean last;

    DevolucaoStatus(boolean last) {
        this.last = last;
    }

    /** Whether nothing comes after it. */
    public boolean isLast() {
        return last;
    }

    public static Optional<DevolucaoStatus> of(String name) {
        return Arrays.stream(values())
                .filter(status -> status.name().equals(name))
                .findFirst();
    }
}
