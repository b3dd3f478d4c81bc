package io.rastro.protocol.pix;

/** Text of {@code [a-zA-Z0-9]}, as the Pix API has its ids. */
final class Alphanumeric {

    private Alphanumeric() {}

    static boolean is(String text, int least, int most) {
        return text.length() >= least && text.length() <= most && isFrom(text, 0);
    }

    /** Whether nothing else follows. */
    static boolean isFrom(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isDigit(c) && !isUpperCase(c) && (c < 'a' || c > 'z')) {
                return false;
            }
        }
        return true;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isUpperCase(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean areDigits(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** {@code [0-9A-Z]}, as an ISPB and a CNPJ have it since 2.9.0. */
    static boolean areDigitsOrUpperCase(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!isDigit(text.charAt(i)) && !isUpperCase(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
