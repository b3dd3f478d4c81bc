package io.rastro.protocol.pix;

import java.util.Locale;

/** Brings the ways in which people and providers write a key or a document to one, that of the DICT. */
final class OneWriting {

    private OneWriting() {}

    /** What has the shape of no key is only stripped. Check digits do not count: a wrong number is a number. */
    static String of(String text) {
        String stripped = text.strip();
        if (stripped.length() > PixKey.MAX_LENGTH) {
            return stripped;
        }
        String lower = stripped.toLowerCase(Locale.ROOT);
        if (lower.indexOf('@') >= 0
                || PixKey.kindOf(lower).filter(PixKey.Kind.EVP::equals).isPresent()) {
            return lower;
        }
        String compact = withoutPunctuation(stripped).toUpperCase(Locale.ROOT);
        return isCompact(compact) ? compact : stripped;
    }

    private static boolean isCompact(String text) {
        boolean cpf = text.length() == CheckDigits.CPF_LENGTH && Alphanumeric.areDigits(text, 0, text.length());
        return cpf
                || CheckDigits.hasCnpjShape(text)
                || PixKey.kindOf(text).filter(PixKey.Kind.PHONE::equals).isPresent();
    }

    private static String withoutPunctuation(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (".-/() ".indexOf(text.charAt(i)) < 0) {
                kept.append(text.charAt(i));
            }
        }
        return kept.toString();
    }
}
