package io.rastro.sharding.pix.signal;

import java.util.Locale;

/** What an account can be above for a while. It is told when an item takes it there. */
enum Limit {
    PAGAMENTOS_POR_MINUTO,
    VALOR_POR_HORA,
    VALOR_POR_DIA,
    LIMITE_NOTURNO,
    RITMO_INCOMUM,
    VALOR_INCOMUM,
    DEVOLUCOES;

    private final String rule = name().toLowerCase(Locale.ROOT).replace('_', '-');

    String rule() {
        return rule;
    }
}
