package io.rastro.devstack.s3;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Something that goes wrong with S3. Each begins as: any call, any object, before the request is passed on, until
 * healed; the methods below make it a narrower one.
 *
 * @param calls that it hits
 * @param paths that it hits: found in the request's path as it was sent, percent-encoded
 * @param times that it hits at most
 * @param probability that it hits a request that it could, 0 to 1
 * @param seed of the probability's random numbers
 */
public record S3Fault(
        Set<S3Call> calls, Pattern paths, Effect effect, Stage stage, int times, double probability, long seed) {

    /** What happens to a request that is hit. */
    public sealed interface Effect {

        /** An error in S3's XML instead of the real answer. @param status 400 to 599 */
        record Answer(int status) implements Effect {}

        /** The client's connection is reset (RST). */
        record Reset() implements Effect {}

        /** Nothing moves until the fault is healed; then the request goes on, even if its client has gone. */
        record Hang() implements Effect {}

        /** @param delay of the request @param bytesPerSecond of either body; 0: as fast as it can */
        record Slow(Duration delay, long bytesPerSecond) implements Effect {}
    }

    /** When it happens to the request. */
    public enum Stage {
        /** S3 sees nothing of it. */
        BEFORE,
        /** S3 has half of the body, and loses the connection unless the fault is one that lets the request go on. */
        HALFWAY,
        /** S3 has done it, and the client does not hear of that. */
        AFTER
    }

    public S3Fault {
        calls = Set.copyOf(calls);
        if (effect instanceof Effect.Answer answer && (answer.status() < 400 || answer.status() > 599)) {
            throw new IllegalArgumentException("an error's status is 400 to 599, not " + answer.status());
        }
        if (times < 1 || probability < 0 || probability > 1) {
            throw new IllegalArgumentException("a fault hits at least once, with a probability from 0 to 1");
        }
    }

    public static S3Fault of(Effect effect) {
        Set<S3Call> any = EnumSet.allOf(S3Call.class);
        return new S3Fault(any, Pattern.compile(""), effect, Stage.BEFORE, Integer.MAX_VALUE, 1, 0);
    }

    public static S3Fault answering(int status) {
        return of(new Effect.Answer(status));
    }

    public static S3Fault resetting() {
        return of(new Effect.Reset());
    }

    public static S3Fault hanging() {
        return of(new Effect.Hang());
    }

    /** @param bytesPerSecond of either body; 0: as fast as it can */
    public static S3Fault slow(Duration delay, long bytesPerSecond) {
        return of(new Effect.Slow(delay, bytesPerSecond));
    }

    public S3Fault to(S3Call first, S3Call... others) {
        return new S3Fault(EnumSet.of(first, others), paths, effect, stage, times, probability, seed);
    }

    /** @param regex found anywhere in the request's path */
    public S3Fault on(String regex) {
        return new S3Fault(calls, Pattern.compile(regex), effect, stage, times, probability, seed);
    }

    public S3Fault at(Stage other) {
        return new S3Fault(calls, paths, effect, other, times, probability, seed);
    }

    public S3Fault times(int atMost) {
        return new S3Fault(calls, paths, effect, stage, atMost, probability, seed);
    }

    public S3Fault withProbability(double each, long randomSeed) {
        return new S3Fault(calls, paths, effect, stage, times, each, randomSeed);
    }
}
