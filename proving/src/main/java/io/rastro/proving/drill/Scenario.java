package io.rastro.proving.drill;

import java.io.IOException;

/** What is done to the cluster. */
public interface Scenario {

    /** Such as {@code rolling}. */
    String name();

    /** Does it, tells the stage what it measured and what has to hold, and returns when the cluster is whole again. */
    void run(Stage stage) throws IOException, InterruptedException;

    /** The longest p99 of all posts while it is done, milliseconds; 0 for no such bound. */
    default long p99Millis() {
        return 0;
    }

    /** The longest that a post may take, milliseconds; 0 for no such bound. */
    default long longestMillis() {
        return 0;
    }

    /** Whether a post may need more than one retry. */
    default boolean mayRetryMore() {
        return true;
    }
}
