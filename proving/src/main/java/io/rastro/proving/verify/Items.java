package io.rastro.proving.verify;

/** What is counted in the stores, and how it is called. */
public enum Items {
    POSITIONS("positions", "positions"),
    PIX_EVENTS("Pix events", "pixEvents"),
    PIX_SIGNALS("Pix signals", "pixSignals");

    private final String words;
    private final String field;

    Items(String words, String field) {
        this.words = words;
        this.field = field;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** In JSON. */
    public String field() {
        return field;
    }
}
