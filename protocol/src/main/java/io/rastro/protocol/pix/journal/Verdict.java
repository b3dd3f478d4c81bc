package io.rastro.protocol.pix.journal;

/** What an item comes to. */
public enum Verdict {
    /** It was never here; a return of a payment that is known. */
    NEW,
    /** Nothing is to be learnt from it: it was here before, or what it says is behind what is known. */
    DUPLICATE,
    /** A return has moved forward. */
    ADVANCES,
    /** More is known of a return whose status stays: who asked for it by which id, or another time. */
    COMPLETES,
    /** A return whose payment was never here: it joins the payment when that comes. */
    WAITING,
    /** It contradicts what is known: it counts for nothing. */
    VIOLATION
}
