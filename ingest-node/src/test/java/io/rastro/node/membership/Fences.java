package io.rastro.node.membership;

/** Closes and opens the fence of a node, for tests of what the node does then. */
public final class Fences {

    private Fences() {}

    public static void closes(Fence fence) {
        fence.reachesMajority(false, 3);
    }

    /** For good. */
    public static void replaced(Fence fence) {
        fence.declaredDown();
    }

    public static void opens(Fence fence) {
        fence.reachesMajority(true, 1);
    }
}
