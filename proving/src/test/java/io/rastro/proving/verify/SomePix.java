package io.rastro.proving.verify;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Items of Pix accounts. */
final class SomePix {

    private SomePix() {}

    static PixItem paid(String endToEndId, long centavos) {
        return item(PixKind.PAGAMENTO, endToEndId, null, centavos, null);
    }

    static PixItem received(String endToEndId, long centavos) {
        return item(PixKind.RECEBIMENTO, endToEndId, null, centavos, null);
    }

    static PixItem returned(String endToEndId, String rtrId, long centavos, String status) {
        return item(PixKind.ESTORNO, endToEndId, rtrId, centavos, status);
    }

    private static PixItem item(
            PixKind kind, String endToEndId, @Nullable String rtrId, long centavos, @Nullable String status) {
        return new PixItem(kind, endToEndId, rtrId, null, centavos, 0, null, null, null, status, null, Set.of());
    }
}
