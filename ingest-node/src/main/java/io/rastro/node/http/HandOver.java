package io.rastro.node.http;

import akka.http.impl.engine.server.UpgradeToOtherProtocolResponseHeader;
import akka.stream.javadsl.Flow;
import akka.util.ByteString;

/** What an answer carries that hands its connection over: an internal type of the version that docs/adr/0001 pins. */
public final class HandOver {

    private HandOver() {}

    /** To a flow of the connection's bytes, in both directions. */
    @SuppressWarnings("unchecked") // Scala's Any is an object here
    public static UpgradeToOtherProtocolResponseHeader to(Flow<ByteString, ByteString, ?> protocol) {
        return UpgradeToOtherProtocolResponseHeader.apply((akka.stream.scaladsl.Flow<ByteString, ByteString, Object>)
                (akka.stream.scaladsl.Flow<ByteString, ByteString, ?>) protocol.asScala());
    }
}
