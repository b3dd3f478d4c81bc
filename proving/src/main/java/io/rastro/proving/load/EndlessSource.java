package io.rastro.proving.load;

/** A source that goes on until it is told not to. */
public interface EndlessSource extends Source {

    /** No batch comes any more. For any thread. */
    void end();
}
