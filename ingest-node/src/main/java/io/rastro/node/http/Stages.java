package io.rastro.node.http;

import java.util.concurrent.CompletionStage;

/**
 * Akka's Java API hands out stages whose every {@code thenApply}, {@code handle} and so on runs on the JVM's common pool;
 * where that pool has a single thread (two processors or fewer) the JDK starts a new thread for each of them instead.
 * At thousands of requests a second that is most of the work.
 */
public final class Stages {

    private Stages() {}

    /** The same outcome; what follows runs on the thread that completes it, so it must be short and never block. */
    public static <T> CompletionStage<T> direct(CompletionStage<T> ofAkka) {
        return ofAkka.whenCompleteAsync((value, failure) -> {}, Runnable::run);
    }
}
