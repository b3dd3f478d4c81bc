package io.rastro.cli;

import io.rastro.sinks.letters.LetterId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A letter's id, {@code 2-1041}. */
final class LetterIdText implements ITypeConverter<LetterId> {

    @Override
    public LetterId convert(String text) {
        return LetterId.parse(text)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is no letter's id such as 2-1041"));
    }
}
