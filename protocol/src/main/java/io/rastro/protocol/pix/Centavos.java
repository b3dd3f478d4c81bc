package io.rastro.protocol.pix;

/** Amounts as the Pix API writes them, {@code \d{1,10}\.\d{2}} in ASCII digits, and as they are kept: whole centavos. */
public final class Centavos {

    /** What {@link #parse} answers when the text is no amount. */
    public static final long INVALID = -1;

    /** 9999999999.99. */
    public static final long MAX = 999_999_999_999L;

    private static final int MIN_LENGTH = 4;
    private static final int MAX_LENGTH = 13;

    private Centavos() {}

    /** An amount of 0 to {@link #MAX}, or {@link #INVALID}. */
    public static long parse(CharSequence text) {
        int length = text.length();
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            return INVALID;
        }
        long centavos = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (i == length - 3) {
                if (c != '.') {
                    return INVALID;
                }
            } else if (Alphanumeric.isDigit(c)) {
                centavos = centavos * 10 + (c - '0');
            } else {
                return INVALID;
            }
        }
        return centavos;
    }

    /** With as many digits as it takes; only of 0 to {@link #MAX}. */
    public static String format(long centavos) {
        if (centavos < 0 || centavos > MAX) {
            throw new IllegalArgumentException("centavos must be between 0 and " + MAX);
        }
        long fraction = centavos % 100;
        return centavos / 100 + (fraction < 10 ? ".0" : ".") + fraction;
    }
}
