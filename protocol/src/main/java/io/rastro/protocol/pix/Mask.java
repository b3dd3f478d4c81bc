package io.rastro.protocol.pix;

/**
 * What may be shown of a key. Of a CPF its middle, as banks do; of all others at most a third of the characters. Of text
 * that is no key, nothing.
 */
final class Mask {

    private static final String HIDDEN = "***";
    private static final int MOST_AT_THE_END = 4;

    private Mask() {}

    /** @param one as {@link OneWriting} gives it */
    static String of(String one) {
        return PixKey.kindOf(one)
                .map(kind -> switch (kind) {
                    case CPF -> "***." + one.substring(3, 6) + '.' + one.substring(6, 9) + "-**";
                    case CNPJ -> "**.***." + one.substring(5, 8) + "/****-**";
                    case PHONE, EVP -> HIDDEN + end(one);
                    case EMAIL -> email(one);
                })
                .orElse(HIDDEN);
    }

    private static String end(String one) {
        return one.substring(one.length() - Math.min(MOST_AT_THE_END, one.length() / 3));
    }

    /** The first character before the {@code @} and the last label after it, as far as a third of the whole goes. */
    private static String email(String one) {
        int at = one.indexOf('@');
        int dot = one.lastIndexOf('.');
        int left = one.length() / 3 - 1;
        StringBuilder masked = new StringBuilder(one.length());
        if (at > 1 && left > 0) {
            masked.append(one.charAt(0));
            left--;
        }
        masked.append(HIDDEN).append('@').append(HIDDEN);
        if (dot > at && one.length() - dot <= left) {
            masked.append(one, dot, one.length());
        }
        return masked.toString();
    }
}
