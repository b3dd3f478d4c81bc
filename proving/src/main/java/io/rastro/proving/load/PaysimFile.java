package io.rastro.proving.load;

import io.rastro.protocol.pix.Centavos;
import io.rastro.protocol.pix.PixAccountId;
import io.rastro.protocol.pix.PixKind;
import io.rastro.proving.fraud.FraudMarks;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Pix events from a CSV file as the simulator PaySim writes them. A line is one event of account {@code
 * paysim-{nameOrig}}: a {@code CASH_IN} is a recebimento, any other type a pagamento; who {@code nameDest} is stands in it as
 * a random key. Hours ({@code step}) count from {@link #HOUR_0}, so that the hour of the day in São Paulo is {@code step mod
 * 24}, as PaySim means it. Ids are made of hour and line: the same file gives the same events.
 */
public final class PaysimFile {

    /** Midnight in São Paulo. PaySim's month from here is over. */
    public static final Instant HOUR_0 = Instant.parse("2025-01-01T03:00:00Z");

    private static final String ACCOUNT_PREFIX = "paysim-";
    private static final List<String> REQUIRED = List.of("step", "type", "amount", "nameOrig", "nameDest", "isFraud");
    private static final Pattern STEP = Pattern.compile("\\d{1,6}");
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,15}(\\.\\d{1,15})?");
    private static final BigDecimal MOST = BigDecimal.valueOf(Centavos.MAX, 2);

    private PaysimFile() {}

    /** @param marks is told of each payment when it is read, and whether it is marked as fraud */
    public static CsvFile<Transfer> open(Path file, FraudMarks marks, Clock clock, CsvFile.BadRows badRows)
            throws IOException {
        return CsvFile.open(file, REQUIRED, names -> Columns.of(names, marks, clock)::read, badRows);
    }

    /** Where each column is. */
    private record Columns(
            int step, int type, int amount, int orig, int dest, int fraud, FraudMarks marks, Clock clock) {

        static Columns of(List<String> names, FraudMarks marks, Clock clock) {
            return new Columns(
                    names.indexOf("step"),
                    names.indexOf("type"),
                    names.indexOf("amount"),
                    names.indexOf("nameOrig"),
                    names.indexOf("nameDest"),
                    names.indexOf("isFraud"),
                    marks,
                    clock);
        }

        Transfer read(List<String> cells, long line) {
            long occurredAt = occurredAt(CsvLine.filled(cells, step, "step"));
            boolean cashIn = CsvLine.filled(cells, type, "type").equals("CASH_IN");
            Transfer transfer = new Transfer(
                    accountId(CsvLine.filled(cells, orig, "nameOrig")),
                    cashIn ? PixKind.RECEBIMENTO : PixKind.PAGAMENTO,
                    PixIds.endToEndId(occurredAt, PixIds.rest(line)),
                    null,
                    centavos(CsvLine.filled(cells, amount, "amount")),
                    occurredAt,
                    PixIds.evp(CsvLine.filled(cells, dest, "nameDest")),
                    line);
            boolean marked = isMarked(CsvLine.filled(cells, fraud, "isFraud"));
            if (!marks.note(transfer.accountId(), transfer.endToEndId(), line, marked)) {
                throw new BadInputException("only " + FraudMarks.MOST_LINES + " lines are read");
            }
            return transfer;
        }

        private long occurredAt(String text) {
            if (!STEP.matcher(text).matches()) {
                throw new BadInputException("step is not a whole number of hours");
            }
            Instant hour = HOUR_0.plus(Duration.ofHours(Integer.parseInt(text)));
            if (hour.isAfter(clock.instant())) {
                throw new BadInputException("step is in the future: its hours count from " + HOUR_0);
            }
            return hour.toEpochMilli();
        }

        private static String accountId(String nameOrig) {
            String id = ACCOUNT_PREFIX + nameOrig;
            PixAccountId.whyInvalid(id).ifPresent(why -> {
                throw new BadInputException("nameOrig is no part of an account id: " + why);
            });
            return id;
        }

        private static long centavos(String text) {
            if (!AMOUNT.matcher(text).matches()) {
                throw new BadInputException("amount is not a decimal number from 0");
            }
            BigDecimal amount = new BigDecimal(text).setScale(2, RoundingMode.HALF_UP);
            if (amount.compareTo(MOST) > 0) {
                throw new BadInputException("amount is over " + MOST);
            }
            return amount.unscaledValue().longValueExact();
        }

        private static boolean isMarked(String text) {
            return switch (text) {
                case "0" -> false;
                case "1" -> true;
                default -> throw new BadInputException("isFraud is not 0 or 1");
            };
        }
    }
}
