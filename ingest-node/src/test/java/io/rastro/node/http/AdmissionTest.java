package io.rastro.node.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rastro.node.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final long MS = 1_000_000;
    private static final Duration TARGET = Duration.ofMillis(600);
    private static final int MAX = 1024;

    private long now;
    private final Admission admission = Admission.following(MAX, TARGET, () -> now);

    @Test
    void oneThatStaysTakesNoMoreThanItsMaximumWhateverTheAnswers() {
        Admission fixed = new Admission(16);

        assertThat(fixed.tryEnter(16)).isTrue();
        fixed.answered(TARGET.toNanos() * 100, false);
        fixed.answered(1, true);

        assertThat(fixed.limit()).isEqualTo(16);
        assertThat(fixed.tryEnter(1)).isFalse();
        assertThatThrownBy(fixed::enter).isInstanceOf(ProblemException.class);
        assertThat(fixed.inFlight()).isEqualTo(16);
    }

    @Test
    void answersInTimeRaiseTheBoundOnlyWhileItIsInUse() {
        for (int i = 0; i < 1000; i++) {
            admission.answered(MS, true);
        }
        assertThat(admission.limit()).isEqualTo(128);

        admission.tryEnter(64);
        for (int i = 0; i < 20 * MAX; i++) {
            admission.tryEnter(1);
            admission.answered(MS, true);
        }

        assertThat(admission.limit()).isEqualTo(MAX);
    }

    @Test
    void lateAnswersLowerItAndQuickRefusalsDoNot() {
        admission.answered(MS, false);
        assertThat(admission.limit()).isEqualTo(128);

        for (int i = 0; i < 1000; i++) {
            admission.answered(601 * MS, i % 2 == 0);
        }

        assertThat(admission.limit()).isEqualTo(64);
    }

    @Test
    void halfAsManyAreAllowedAsAreAnsweredWithinTheTarget() {
        for (int i = 0; i < 5_000; i++) {
            now += MS / 4;
            admission.answered(3 * MS, true);
        }
        assertThat(admission.limit()).isEqualTo(MAX);

        lateness(5_000);
        assertThat(admission.limit()).isEqualTo(64);

        for (int i = 0; i < 1_000; i++) {
            now += 2 * MS;
            admission.answered(3 * MS, true);
        }
        assertThat(admission.limit()).isBetween(145, 150);

        for (int i = 0; i < 20; i++) {
            now += 100 * MS;
            admission.answered(3 * MS, true);
        }
        assertThat(admission.limit()).as("when there is little to do").isEqualTo(64);
    }

    @Test
    void aQuickMomentAfterALongOneIsNoMeasure() {
        for (int i = 0; i < 200; i++) {
            admission.answered(MS, true);
        }
        now += 10 * TARGET.toNanos();
        admission.answered(MS, true);

        assertThat(admission.limit()).isEqualTo(128);
    }

    private void lateness(int answers) {
        for (int i = 0; i < answers; i++) {
            now += 2 * MS;
            admission.answered(601 * MS, true);
        }
    }

    /** A third of all couriers is on its way from one node to another. */
    @Test
    void whatAFewWaitForIsNoOverload() {
        for (int i = 0; i < 1000; i++) {
            admission.answered(i % 3 == 0 ? 900 * MS : MS, true);
        }

        assertThat(admission.limit()).isEqualTo(128);
    }

    @Test
    void takesSomeOfManyPlacesWhenThereAreNotAllAndNoneWhenThereAreTooFew() {
        assertThat(admission.enterWith(7, 63)).isEqualTo(63);
        assertThat(admission.enterWith(7, 63)).isEqualTo(63);
        admission.leave(20);
        assertThat(admission.enterWith(7, 63)).isEqualTo(22);

        assertThatThrownBy(() -> admission.enterWith(7, 63)).isInstanceOf(ProblemException.class);
        assertThat(admission.inFlight()).isEqualTo(128);
    }

    @Test
    void letsInWhoeverComesAlone() {
        assertThat(admission.enterWith(200, 300)).isEqualTo(200);

        assertThatThrownBy(() -> admission.enterWith(1, 1)).isInstanceOf(ProblemException.class);
    }

    /** A node that does 250 requests a second is asked for 1,000, by clients that do not wait for each other. */
    @Test
    void anOverloadedNodeDoesWhatItCanAndInTime() {
        Offered offered = new Offered(admission, 4 * MS);
        offered.run(MS, 10_000);
        offered.took.reset();
        offered.run(MS, 20_000);

        assertThat(offered.took.getTotalCount()).as("done in 20 s").isBetween(4_900L, 5_000L);
        assertThat(offered.took.getValueAtPercentile(50)).as("p50 ms").isLessThan(600);
        assertThat(offered.took.getMaxValue()).as("max ms").isLessThan(750);

        offered.run(8 * MS, 100);
        offered.run(8 * MS, 1_000);
        assertThat(offered.refused).as("refused at half of what it can do").isZero();
    }

    /** With a bound that stays, the same node answers nearly everything after more than three seconds: the test's own control. */
    @Test
    void withoutABoundThatFollowsItWouldDoEverythingTooLate() {
        Offered offered = new Offered(new Admission(MAX), 4 * MS);
        offered.run(MS, 10_000);
        offered.took.reset();
        offered.run(MS, 20_000);

        assertThat(offered.took.getValueAtPercentile(10)).isGreaterThan(3_000);
    }

    /** One request after another, each as long as the other, in a time of its own. */
    private final class Offered {

        private final Admission node;
        private final long service;
        private final Deque<Long> waiting = new ArrayDeque<>();
        private final Histogram took = new Histogram(60_000, 3);
        private long freeAt;
        private int refused;

        Offered(Admission node, long service) {
            this.node = node;
            this.service = service;
        }

        void run(long every, int requests) {
            refused = 0;
            for (int i = 0; i < requests; i++) {
                now += every;
                answerWhatIsDone();
                if (node.tryEnter(1)) {
                    waiting.add(now);
                } else {
                    refused++;
                }
            }
        }

        private void answerWhatIsDone() {
            while (!waiting.isEmpty() && Math.max(freeAt, waiting.peek()) + service <= now) {
                long arrived = waiting.remove();
                freeAt = Math.max(freeAt, arrived) + service;
                node.answered(freeAt - arrived, true);
                node.leave(1);
                took.recordValue((freeAt - arrived) / MS);
            }
        }
    }
}
