package io.rastro.sharding.area;

import akka.actor.typed.ActorRef;
import io.rastro.protocol.courier.TracedPosition;
import io.rastro.sharding.area.AreaFrame.Entered;
import io.rastro.sharding.area.AreaFrame.Lagging;
import io.rastro.sharding.area.AreaFrame.Left;
import io.rastro.sharding.area.AreaFrame.Moved;
import io.rastro.sharding.live.Cursor;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one watcher of a window has been shown and is to be shown. Of each courier only the newest position waits, so that
 * what is held for a watcher grows with the couriers in its window, however slow it is. Not thread-safe.
 */
final class Shown {

    /** No courier has this id. */
    private static final String NOBODY = "";

    private final Map<String, One> couriers = new HashMap<>();
    /** Couriers of which something is to be shown, the one that waits longest first. */
    private final Set<String> waiting = new LinkedHashSet<>();
    /** The newest of each kind, in its place among those that wait, where {@link #NOBODY} is. */
    private final Map<Class<?>, AreaFrame> then = new LinkedHashMap<>();

    /** Before all that wait. */
    private @Nullable AreaFrame next;

    /** Couriers that have left, which the watcher is yet to be told. */
    private int leaving;

    private static final class One {

        private TracedPosition at;
        /** The index that told of it last; null: it has left that one's node, or the node is gone. */
        private @Nullable ActorRef<AreaIndex.Command> owner;

        private long forgetAtNanos;
        private boolean askedFor;
        /** What the watcher was shown; null: not this courier. */
        private @Nullable Cursor shown;
        /** The newest of those that were left out since. */
        private @Nullable Cursor leftOut;

        private boolean left;

        private One(TracedPosition at) {
            this.at = at;
        }
    }

    /** How many the watcher will see when nothing waits. */
    int size() {
        return couriers.size() - leaving;
    }

    boolean isEmpty() {
        return next == null && waiting.isEmpty();
    }

    void seen(TracedPosition at, ActorRef<AreaIndex.Command> owner) {
        One one = couriers.get(at.courierId());
        if (one == null) {
            one = new One(at);
            couriers.put(at.courierId(), one);
            waiting.add(at.courierId());
        } else if (cursor(at).compareTo(cursor(one.at)) > 0) {
            if (!waiting.add(at.courierId())
                    && one.shown != null
                    && cursor(one.at).compareTo(one.shown) > 0) {
                one.leftOut = cursor(one.at);
            }
            one.at = at;
            back(one);
        } else if (one.left) {
            back(one);
            if (cursor(one.at).equals(one.shown)) {
                waiting.remove(at.courierId());
            }
        } else if (cursor(at).compareTo(cursor(one.at)) < 0) {
            return; // of a node where it was before
        }
        one.askedFor = false;
        one.owner = owner;
    }

    private void back(One one) {
        if (one.left) {
            one.left = false;
            leaving--;
        }
    }

    /** It is shown on until another node tells of it, or the time is over. */
    void moving(String courierId, ActorRef<AreaIndex.Command> from, long forgetAtNanos) {
        One one = couriers.get(courierId);
        if (one != null && from.equals(one.owner)) {
            one.owner = null;
            one.forgetAtNanos = forgetAtNanos;
        }
    }

    void left(String courierId, ActorRef<AreaIndex.Command> from) {
        One one = couriers.get(courierId);
        if (one != null && from.equals(one.owner)) {
            leave(courierId, one);
        }
    }

    /** Those of one owner that it does not tell of any more. */
    void leftUnless(ActorRef<AreaIndex.Command> owner, Set<String> there) {
        leaveIf((courierId, one) -> owner.equals(one.owner) && !there.contains(courierId));
    }

    void ownerGone(ActorRef<AreaIndex.Command> owner, long forgetAtNanos) {
        couriers.values().forEach(one -> {
            if (owner.equals(one.owner)) {
                one.owner = null;
                one.forgetAtNanos = forgetAtNanos;
            }
        });
    }

    /**
     * Forgets those whose time is over. Each is asked for first: another node may have told of it before this one did.
     *
     * @param askAgainUntil how long those wait that were not asked for yet
     * @return whether all nodes are to be asked
     */
    boolean forget(long nowNanos, long askAgainUntil) {
        boolean ask = false;
        for (One one : couriers.values()) {
            if (isDue(one, nowNanos) && !one.askedFor) {
                one.askedFor = true;
                one.forgetAtNanos = askAgainUntil;
                ask = true;
            }
        }
        leaveIf((courierId, one) -> isDue(one, nowNanos));
        return ask;
    }

    private static boolean isDue(One one, long nowNanos) {
        return !one.left && one.owner == null && one.forgetAtNanos - nowNanos <= 0;
    }

    /** Those that the predicate holds for stay. */
    void keep(Predicate<TracedPosition> inside) {
        leaveIf((courierId, one) -> !inside.test(one.at));
    }

    private void leaveIf(BiPredicate<String, One> gone) {
        Iterator<Map.Entry<String, One>> all = couriers.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, One> each = all.next();
            if (gone.test(each.getKey(), each.getValue()) && leaves(each.getKey(), each.getValue())) {
                all.remove();
            }
        }
    }

    private void leave(String courierId, One one) {
        if (leaves(courierId, one)) {
            couriers.remove(courierId);
        }
    }

    /** @return whether the watcher has never heard of it */
    private boolean leaves(String courierId, One one) {
        if (one.shown == null) {
            waiting.remove(courierId);
            return true;
        }
        if (!one.left) {
            one.left = true;
            leaving++;
        }
        waiting.add(courierId);
        return false;
    }

    /** After all that waits now. */
    void then(AreaFrame frame) {
        then.remove(frame.getClass());
        then.put(frame.getClass(), frame);
        waiting.remove(NOBODY);
        waiting.add(NOBODY);
    }

    /** Stands for all that was shown. */
    void instead(AreaFrame frame) {
        couriers.clear();
        leaving = 0;
        waiting.clear();
        if (!then.isEmpty()) {
            waiting.add(NOBODY);
        }
        next = frame;
    }

    /** The next frame for the connection; null when nothing waits. */
    @Nullable
    AreaFrame next() {
        AreaFrame frame = next;
        next = null;
        if (frame != null) {
            return frame;
        }
        if (waiting.isEmpty()) {
            return null;
        }
        Iterator<String> first = waiting.iterator();
        String courierId = first.next();
        first.remove();
        if (courierId.equals(NOBODY)) {
            return nextOfNobody();
        }
        return frameOf(courierId, Objects.requireNonNull(couriers.get(courierId)));
    }

    private AreaFrame nextOfNobody() {
        Iterator<AreaFrame> frames = then.values().iterator();
        AreaFrame frame = frames.next();
        frames.remove();
        if (!then.isEmpty()) {
            waiting.add(NOBODY);
        }
        return frame;
    }

    private AreaFrame frameOf(String courierId, One one) {
        if (one.left) {
            couriers.remove(courierId);
            leaving--;
            return new Left(courierId);
        }
        Cursor before = one.shown;
        one.shown = cursor(one.at);
        if (before == null) {
            return new Entered(one.at);
        }
        AreaFrame moved = new Moved(one.at);
        Cursor leftOut = one.leftOut;
        one.leftOut = null;
        if (leftOut == null) {
            return moved;
        }
        next = moved;
        return new Lagging(courierId, before, leftOut);
    }

    private static Cursor cursor(TracedPosition at) {
        return new Cursor(at.seqNr(), at.index());
    }
}
