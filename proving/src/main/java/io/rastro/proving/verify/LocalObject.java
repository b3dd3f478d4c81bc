package io.rastro.proving.verify;

import io.rastro.sinks.lake.ObjectBytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An object of the lake that was downloaded. */
final class LocalObject implements ObjectBytes, Closeable {

    private final FileChannel file;

    LocalObject(Path path) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.READ);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public byte[] read(long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("an object of the lake ends too early");
            }
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
