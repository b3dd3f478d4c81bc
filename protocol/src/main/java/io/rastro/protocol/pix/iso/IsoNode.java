package io.rastro.protocol.pix.iso;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An element of a transaction that is or leads to what is taken of it; all others are passed over. */
final class IsoNode {

    private final String path;
    private final @Nullable IsoField field;
    private final Map<String, IsoNode> children = new HashMap<>();

    private IsoNode(String path, @Nullable IsoField field) {
        this.path = path;
        this.field = field;
    }

    /** The transaction's own element, which leads nowhere yet. */
    static IsoNode transaction() {
        return new IsoNode("", null);
    }

    /** From the transaction's own element, such as {@code PmtId/EndToEndId}. */
    String path() {
        return path;
    }

    /** What its text is; null when it leads to other elements. */
    @Nullable
    IsoField field() {
        return field;
    }

    @Nullable
    IsoNode child(String name) {
        return children.get(name);
    }

    /** @param below the path from here */
    IsoNode with(String below, IsoField taken) {
        IsoNode node = this;
        String[] names = below.split("/", -1);
        for (int i = 0; i < names.length; i++) {
            String at = node.path.isEmpty() ? names[i] : node.path + "/" + names[i];
            IsoField here = i == names.length - 1 ? taken : null;
            node = node.children.computeIfAbsent(names[i], name -> new IsoNode(at, here));
        }
        return this;
    }
}
