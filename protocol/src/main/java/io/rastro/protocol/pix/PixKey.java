package io.rastro.protocol.pix;

import java.util.Optional;
import java.util.regex.Pattern;

/** The keys ({@code chave}) that the DICT knows an account by, as it stores them; Pix API 2.9.0. */
public final class PixKey {

    public static final int MAX_LENGTH = 77;

    /** What a key is; which one, its text alone tells. */
    public enum Kind {
        /** 11 digits, with check digits. */
        CPF,
        /** 12 of {@code [0-9A-Z]} and 2 digits, with check digits. */
        CNPJ,
        /** {@code +}, country code, number: 2 to 15 digits in all. */
        PHONE,
        /** Lower case. */
        EMAIL,
        /** A random key: a lower-case UUID with its hyphens. */
        EVP
    }

    private static final int MAX_PHONE_DIGITS = 15;
    private static final int EVP_LENGTH = 36;
    private static final String DOMAIN_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern EMAIL =
            Pattern.compile("[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@" + DOMAIN_LABEL + "(?:\\." + DOMAIN_LABEL + ")*");

    private PixKey() {}

    /** Empty when it is no key. */
    public static Optional<Kind> kindOf(String chave) {
        if (chave.isEmpty() || chave.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        if (chave.charAt(0) == '+' && isPhone(chave)) {
            return Optional.of(Kind.PHONE);
        }
        if (chave.indexOf('@') >= 0) {
            return EMAIL.matcher(chave).matches() ? Optional.of(Kind.EMAIL) : Optional.empty();
        }
        return switch (chave.length()) {
            case CheckDigits.CPF_LENGTH -> only(Kind.CPF, CheckDigits.isCpf(chave));
            case CheckDigits.CNPJ_LENGTH -> only(Kind.CNPJ, CheckDigits.isCnpj(chave));
            case EVP_LENGTH -> only(Kind.EVP, isEvp(chave));
            default -> Optional.empty();
        };
    }

    private static Optional<Kind> only(Kind kind, boolean is) {
        return is ? Optional.of(kind) : Optional.empty();
    }

    private static boolean isPhone(String chave) {
        int digits = chave.length() - 1;
        return digits >= 2
                && digits <= MAX_PHONE_DIGITS
                && chave.charAt(1) != '0'
                && Alphanumeric.areDigits(chave, 1, chave.length());
    }

    private static boolean isEvp(String chave) {
        for (int i = 0; i < EVP_LENGTH; i++) {
            char c = chave.charAt(i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? c != '-' : !Alphanumeric.isDigit(c) && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
