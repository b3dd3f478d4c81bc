package io.rastro.protocol.pix;

/**
 * The two check digits, modulo 11, at the end of a CPF and of a CNPJ; since CNPJs have letters, a character is worth its
 * ASCII code minus 48. They do not tell every two numbers apart that differ in one place: remainders 0 and 1 have the same
 * digit, and so have letters that are 11 apart.
 */
final class CheckDigits {

    static final int CPF_LENGTH = 11;
    static final int CNPJ_LENGTH = 14;

    private static final int CPF_LAST_WEIGHT = 11;
    private static final int CNPJ_LAST_WEIGHT = 9;

    private CheckDigits() {}

    /** 11 digits, no punctuation. One digit eleven times adds up and is nobody's. */
    static boolean isCpf(String text) {
        return text.length() == CPF_LENGTH
                && Alphanumeric.areDigits(text, 0, CPF_LENGTH)
                && !isOneCharacter(text)
                && addsUp(text, CPF_LAST_WEIGHT);
    }

    /** 12 of {@code [0-9A-Z]} and two digits, no punctuation. One digit fourteen times is nobody's. */
    static boolean isCnpj(String text) {
        return hasCnpjShape(text) && !isOneCharacter(text) && addsUp(text, CNPJ_LAST_WEIGHT);
    }

    static boolean hasCnpjShape(String text) {
        return text.length() == CNPJ_LENGTH
                && Alphanumeric.areDigitsOrUpperCase(text, 0, CNPJ_LENGTH - 2)
                && Alphanumeric.areDigits(text, CNPJ_LENGTH - 2, CNPJ_LENGTH);
    }

    private static boolean addsUp(String text, int lastWeight) {
        int first = text.length() - 2;
        return text.charAt(first) == digit(text, first, lastWeight)
                && text.charAt(first + 1) == digit(text, first + 1, lastWeight);
    }

    /** Weights go up from 2, from the right to the left, and begin again after the last. */
    private static char digit(String text, int end, int lastWeight) {
        int sum = 0;
        int weight = 2;
        for (int i = end - 1; i >= 0; i--) {
            sum += (text.charAt(i) - '0') * weight;
            weight = weight == lastWeight ? 2 : weight + 1;
        }
        int remainder = sum % 11;
        return (char) (remainder < 2 ? '0' : '0' + 11 - remainder);
    }

    private static boolean isOneCharacter(String text) {
        return text.chars().allMatch(c -> c == text.charAt(0));
    }
}
