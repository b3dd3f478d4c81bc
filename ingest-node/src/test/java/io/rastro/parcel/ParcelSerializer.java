package io.rastro.parcel;

import io.rastro.protocol.JournalSerializer;
import io.rastro.protocol.VersionedCodec;
import java.util.List;
import java.util.stream.Stream;

/** The product's serializer with one kind more: there it is a line in {@link JournalSerializer#CODECS}. */
public final class ParcelSerializer extends JournalSerializer {

    private static final List<VersionedCodec<?>> WITH_PARCELS =
            Stream.of(CODECS, ParcelJournal.CODECS).flatMap(List::stream).toList();

    public ParcelSerializer() {
        super(WITH_PARCELS);
    }
}
