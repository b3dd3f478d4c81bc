package io.rastro.sinks.lake;

import java.io.IOException;

/** The bytes of one object, wherever it lies. */
public interface ObjectBytes {

    long size() throws IOException;

    /** Exactly these bytes. @throws IOException when the object ends before them, or cannot be read */
    byte[] read(long position, int length) throws IOException;
}
