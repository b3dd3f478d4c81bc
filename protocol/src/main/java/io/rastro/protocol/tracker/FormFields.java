package io.rastro.protocol.tracker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Names and values of a query or of an {@code application/x-www-form-urlencoded} body. What is not encoded as it should be
 * counts as it stands: a template that a person wrote into an app is often not.
 */
final class FormFields {

    private FormFields() {}

    static void read(byte[] form, Fields fields) {
        read(new String(form, StandardCharsets.UTF_8), fields);
    }

    static void read(String form, Fields fields) {
        int start = 0;
        while (start < form.length()) {
            int end = form.indexOf('&', start);
            end = end < 0 ? form.length() : end;
            pair(form, start, end, fields);
            start = end + 1;
        }
    }

    /** The value of one name, the last that is told; null when none is. */
    static @Nullable String value(String form, String name) {
        @Nullable String[] found = new @Nullable String[1];
        read(form, new Fields() {
            @Override
            public void field(String each, String value) {
                if (each.equals(name)) {
                    found[0] = value;
                }
            }

            @Override
            public void leftOut() {}
        });
        return found[0];
    }

    private static void pair(String form, int start, int end, Fields fields) {
        int equals = form.indexOf('=', start);
        if (equals < 0 || equals >= end) {
            if (start < end) {
                fields.leftOut();
            }
            return;
        }
        String name = decoded(form, start, equals).strip();
        String value = decoded(form, equals + 1, end).strip();
        if (!value.isEmpty() && !name.isEmpty()) {
            fields.field(name, value);
        }
    }

    private static String decoded(String form, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = form.charAt(i);
            if (c == '%' || c == '+') {
                return unescaped(form, start, end);
            }
        }
        return form.substring(start, end);
    }

    private static String unescaped(String form, int start, int end) {
        byte[] text = form.substring(start, end).getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(text.length);
        for (int i = 0; i < text.length; i++) {
            int high = i + 2 < text.length && text[i] == '%' ? Character.digit(text[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text[i + 2], 16);
            if (low >= 0) {
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else {
                bytes.put(text[i] == '+' ? (byte) ' ' : text[i]);
            }
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
}
