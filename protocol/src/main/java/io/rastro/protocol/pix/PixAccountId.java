package io.rastro.protocol.pix;

import io.rastro.protocol.courier.CourierId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The opaque id of an account: what a {@link CourierId} may be, but no CPF, CNPJ, phone or e-mail, since it is written down in
 * the clear wherever the account is. A UUID is fine, although an EVP key looks the same.
 */
public final class PixAccountId {

    /** The first part of every account's persistence id, {@code pix~{accountId}}. */
    public static final String ENTITY_TYPE = "pix";

    private static final String SOMEBODYS = "must be an opaque id, not a key or a document";

    /** As people write a CPF and a CNPJ. Other punctuation is of other numbers, of which one in a hundred adds up too. */
    private static final Pattern PUNCTUATED =
            Pattern.compile("\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}|\\w{2}\\.\\w{3}\\.\\w{3}/\\w{4}-\\d{2}");

    private PixAccountId() {}

    public static String persistenceId(String accountId) {
        return ENTITY_TYPE + '~' + accountId;
    }

    /** Why the text is not an id, in words for the sender (without repeating the text); empty when it is one. */
    public static Optional<String> whyInvalid(String id) {
        Optional<String> why = CourierId.whyInvalid(id);
        return why.isEmpty() && isSomebodys(id) ? Optional.of(SOMEBODYS) : why;
    }

    private static boolean isSomebodys(String id) {
        boolean mayVary = id.indexOf('@') >= 0
                || id.startsWith("+")
                || PUNCTUATED.matcher(id).matches();
        return PixKey.kindOf(mayVary ? OneWriting.of(id) : id)
                .filter(kind -> kind != PixKey.Kind.EVP)
                .isPresent();
    }
}
