package io.rastro.cli;

import io.rastro.proving.verify.VerifyReport;
import io.rastro.proving.verify.WriterFigures;
import java.util.Locale;

/** The last lines of a report for people: what no column shows, and whether all of it is good. */
final class Verdict {

    private Verdict() {}

    static String of(VerifyReport report) {
        StringBuilder text = new StringBuilder();
        if (report.journalGaps() > 0) {
            text.append("the journal lacks ").append(report.journalGaps()).append(" sequence numbers\n");
        }
        if (report.acknowledgedTwice() > 0) {
            text.append(report.acknowledgedTwice())
                    .append(
                            " events were acknowledged to two requests; is the ledger that of another data directory too?\n");
        }
        if (report.displaced()) {
            text.append("an event of the journal is not of the request that it was acknowledged to\n");
        }
        text.append(writers(report.writers()));
        return text.append(report.isGood() ? "ok\n" : "NOT ok\n").toString();
    }

    /** Nothing when no sequence number has two events. */
    static String writers(WriterFigures writers) {
        if (writers.twoWriters() == 0 && writers.isHarmless()) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "%d sequence numbers were written by two writers, %d of them in two processes; in %d the acknowledged event"
                        + " is not the one that counts, and the tables have %d rows of events that do not%n",
                writers.twoWriters(),
                writers.twoProcesses(),
                writers.displaced(),
                writers.counted());
    }
}
