package io.rastro.proving.drill;

import java.util.Locale;

/** Part of a drill; a request belongs to the one in which it was due. */
public enum Phase {
    /** Cold processes under load: nothing is judged. */
    WARM_UP,
    BEFORE,
    DURING,
    AFTER;

    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
