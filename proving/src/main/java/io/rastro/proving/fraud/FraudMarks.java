package io.rastro.proving.fraud;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The payments of a file, and which of them it marks as fraud: four bytes and two bits a line, for such files have millions.
 * A payment is found again by the line, which the last digits of its id are.
 */
public final class FraudMarks {

    public static final int MOST_LINES = 100_000_000;

    private static final int LINE_DIGITS = 11;

    private int[] fingerprints = new int[1 << 10];
    private final BitSet known = new BitSet();
    private final BitSet marked = new BitSet();

    /**
     * Notes a payment.
     *
     * @param endToEndId ends with eleven digits, the line
     * @param line from 1
     * @return false when there are more lines than can be noted
     */
    public boolean note(String accountId, String endToEndId, long line, boolean isFraud) {
        if (line > MOST_LINES) {
            return false;
        }
        int at = (int) line;
        if (at >= fingerprints.length) {
            fingerprints = Arrays.copyOf(fingerprints, Math.max(at + 1, Math.min(at * 2, MOST_LINES + 1)));
        }
        fingerprints[at] = fingerprint(accountId, endToEndId);
        known.set(at);
        marked.set(at, isFraud);
        return true;
    }

    public int payments() {
        return known.cardinality();
    }

    public int frauds() {
        return marked.cardinality();
    }

    /** The line of a payment of this file; 0 when it is not of it. */
    int lineOf(String accountId, String endToEndId) {
        int line = lineIn(endToEndId);
        return known.get(line) && fingerprints[line] == fingerprint(accountId, endToEndId) ? line : 0;
    }

    boolean isFraud(int line) {
        return marked.get(line);
    }

    /** 0 when there can be none. */
    private static int lineIn(String endToEndId) {
        long line = 0;
        for (int i = Math.max(0, endToEndId.length() - LINE_DIGITS); i < endToEndId.length(); i++) {
            char c = endToEndId.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            line = line * 10 + (c - '0');
        }
        return line > MOST_LINES ? 0 : (int) line;
    }

    private static int fingerprint(String accountId, String endToEndId) {
        return 31 * accountId.hashCode() + endToEndId.hashCode();
    }
}
