package io.rastro.cli;

import io.rastro.proving.load.LoadRun;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows a load while it runs: a bar on a terminal, and a line when the system does not answer. */
final class LoadDisplay implements LoadRun.Watcher, AutoCloseable {

    private static final long TROUBLE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PrintWriter err;
    private final @Nullable ProgressBar bar;
    private long troubleToldNanos = System.nanoTime() - TROUBLE_EVERY_NANOS;

    private LoadDisplay(PrintWriter err, @Nullable ProgressBar bar) {
        this.err = err;
        this.bar = bar;
    }

    /** @param total positions in all; 0 when that is not known */
    static LoadDisplay on(PrintWriter err, long total) {
        boolean terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
        return new LoadDisplay(err, terminal ? bar(total) : null);
    }

    private static ProgressBar bar(long total) {
        return new ProgressBarBuilder()
                .setTaskName("load")
                .setInitialMax(total == 0 ? -1 : total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .showSpeed()
                .build();
    }

    @Override
    public void progress(long itemsDone) {
        if (bar != null) {
            bar.stepTo(itemsDone);
        }
    }

    @Override
    public void trouble(String why) {
        long now = System.nanoTime();
        if (now - troubleToldNanos >= TROUBLE_EVERY_NANOS) {
            troubleToldNanos = now;
            err.println("rastro load: " + why + "; trying again");
            err.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
