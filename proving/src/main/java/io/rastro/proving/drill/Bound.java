package io.rastro.proving.drill;

/**
 * What has to hold.
 *
 * @param what is measured
 * @param figure that was measured
 * @param limit that it has to keep to
 * @param timed a matter of time: it holds on a machine that has nothing else to do
 */
public record Bound(String what, String figure, String limit, boolean holds, boolean timed) {

    /** One that holds on any machine. */
    static Bound exact(String what, String figure, String limit, boolean holds) {
        return new Bound(what, figure, limit, holds, false);
    }

    static Bound timed(String what, String figure, String limit, boolean holds) {
        return new Bound(what, figure, limit, holds, true);
    }
}
