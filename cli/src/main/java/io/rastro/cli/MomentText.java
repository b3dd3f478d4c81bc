package io.rastro.cli;

import io.rastro.protocol.Rfc3339;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Instants as people write them: {@code 2026-11-21T08:00:00Z}, or so long ago: {@code 90s}, {@code 1h}. */
final class MomentText implements ITypeConverter<Instant> {

    private final DurationText durations = new DurationText();

    @Override
    public Instant convert(String text) {
        long millis = Rfc3339.parse(text);
        if (millis != Rfc3339.INVALID) {
            return Instant.ofEpochMilli(millis);
        }
        try {
            return Instant.now().minus(durations.convert(text));
        } catch (TypeConversionException neither) {
            throw new TypeConversionException(
                    "'" + text + "' is neither an instant such as 2026-11-21T08:00:00Z nor a duration such as 1h");
        }
    }
}
