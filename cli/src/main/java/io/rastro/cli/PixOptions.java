package io.rastro.cli;

import io.rastro.proving.load.SimulatedAccounts;
import java.util.function.Function;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The Pix accounts that a system is under, beside couriers, while it is hurt; see {@link SimulatedAccounts}. */
final class PixOptions {

    @Option(
            names = "--pix-accounts",
            paramLabel = "N",
            defaultValue = "20",
            description = "Pix accounts beside the couriers, several requests of each at a time; 0 for none"
                    + " (default: ${DEFAULT-VALUE}).")
    private int accounts;

    @Option(
            names = "--pix-rate",
            paramLabel = "R",
            defaultValue = "40",
            description = "Pix events a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    PixOptions() {}

    void check(Function<String, ParameterException> wrong) {
        if (accounts < 0 || accounts > LoadInput.MOST_ACCOUNTS) {
            throw wrong.apply("--pix-accounts must be from 0 to " + LoadInput.MOST_ACCOUNTS);
        }
        if (!(rate > 0)) {
            throw wrong.apply("--pix-rate must be positive; --pix-accounts 0 is none");
        }
    }

    int accounts() {
        return accounts;
    }

    double rate() {
        return rate;
    }
}
