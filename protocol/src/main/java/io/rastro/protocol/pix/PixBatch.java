package io.rastro.protocol.pix;

import java.util.List;

/**
 * What a request holds.
 *
 * @param items the good ones, in the order in which they were sent; in a callback each payment before its returns
 * @param rejections the bad ones, likewise
 */
public record PixBatch(List<PixItem> items, List<PixRejection> rejections) {

    public PixBatch {
        items = List.copyOf(items);
        rejections = List.copyOf(rejections);
    }
}
