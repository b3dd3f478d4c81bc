package io.rastro.sharding.pix;

/** What an item comes to. */
enum Verdict {
    /** It was never here; a return of a payment that is known. */
    NEW,
    /** Nothing is to be learnt from it: it was here before, or what it says is behind what is known. */
    DUPLICATE,
    /** A return has moved forward, or the id of who asked for it is now known. */
    ADVANCES,
    /** A return whose payment was never here: it joins the payment when that comes. */
    WAITING,
    /** It contradicts what is known: it counts for nothing. */
    VIOLATION
}
