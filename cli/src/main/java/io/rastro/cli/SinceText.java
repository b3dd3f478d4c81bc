package io.rastro.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An instant, {@code 2026-11-21T08:00:00Z}, or how long ago it was, {@code 90m}. */
final class SinceText implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notAnInstant) {
            try {
                return Instant.now().minus(new DurationText().convert(text));
            } catch (TypeConversionException notADuration) {
                throw new TypeConversionException(
                        "'" + text + "' is neither an instant such as 2026-11-21T08:00:00Z nor a time ago such as 90m");
            }
        }
    }
}
