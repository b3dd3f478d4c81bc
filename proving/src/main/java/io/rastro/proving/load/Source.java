package io.rastro.proving.load;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where what a load sends comes from. For use by one thread. */
public interface Source extends AutoCloseable {

    /** The next batch that may be sent now; null when every lane is busy or nothing is left. Its lane is busy from now on. */
    @Nullable
    Batch poll() throws IOException;

    /** The lane's batch has its answer: the next one may be sent. */
    void release(Batch batch);

    /** No batch will come any more. */
    boolean isExhausted();

    /** How many items there will be in all, if that is known, else 0: for the progress bar. */
    default long total() {
        return 0;
    }

    @Override
    default void close() throws IOException {}
}
