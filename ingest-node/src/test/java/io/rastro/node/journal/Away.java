package io.rastro.node.journal;

/** Tells a node that its journal is away, for tests of what the node does then. */
public final class Away {

    private Away() {}

    public static void goes(JournalHealth journal) {
        journal.failed(new IllegalStateException("the test wants it so"));
        journal.failed(new IllegalStateException("the test wants it so"));
    }

    public static void returns(JournalHealth journal) {
        for (int i = 0; i < 2; i++) {
            journal.asked();
            journal.answered();
        }
    }
}
