package io.rastro.node.start;

/** Why a node cannot start, in one sentence for whoever started it. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The work failed. */
    public static final int FAILED = 1;

    /** Wrong usage: arguments or settings. */
    public static final int USAGE = 2;

    private final int exitCode;

    private StartFailure(String message, int exitCode) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    public static StartFailure failed(String message) {
        return new StartFailure(message, FAILED);
    }

    public static StartFailure usage(String message) {
        return new StartFailure(message, USAGE);
    }

    public int exitCode() {
        return exitCode;
    }
}
