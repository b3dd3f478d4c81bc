package io.rastro.proving.drill;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Something that takes its time, on a thread of its own. */
final class Background {

    private final FutureTask<Void> task;
    private volatile boolean failed;

    /** What is done. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private Background(Work work) {
        this.task = new FutureTask<>(() -> {
            try {
                work.run();
            } catch (IOException | RuntimeException e) {
                failed = true;
                throw e;
            }
            return null;
        });
    }

    static Background begin(String name, Work work) {
        Background background = new Background(work);
        Thread thread = new Thread(background.task, name);
        thread.setDaemon(true);
        thread.start();
        return background;
    }

    boolean hasFailed() {
        return failed;
    }

    /** Waits for it. @throws IOException when it has failed */
    void end() throws IOException, InterruptedException {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        }
    }
}
