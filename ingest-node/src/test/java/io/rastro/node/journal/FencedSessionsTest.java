package io.rastro.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.rastro.node.journal.FencedSessions.AtTheSocket;
import io.rastro.node.membership.Fence;
import io.rastro.node.membership.Fences;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FencedSessionsTest {

    private final ActorTestKit kit = ActorTestKit.create("akka.actor.provider = local");
    private final Fence fence = Fence.of(kit.system());
    private final EmbeddedChannel channel = new EmbeddedChannel(new AtTheSocket(fence));

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
        kit.shutdownTestKit();
    }

    private ChannelFuture write() {
        return channel.write(Unpooled.copyInt(1));
    }

    @Test
    void sendsWhileThisNodeMayWrite() {
        ChannelFuture written = write();
        channel.flush();
        assertThat(written.isSuccess()).isTrue();
        assertThat(channel.<ByteBuf>readOutbound()).isNotNull();
    }

    @Test
    void whatIsOnItsWayToTheSocketEndsThere() {
        ChannelFuture onItsWay = write();
        Fences.replaced(fence);
        channel.flush();
        assertThat(onItsWay.cause()).isNotNull();
        assertThat(channel.<ByteBuf>readOutbound()).isNull();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whatTheJournalRefusesForAWhileIsItsOwnMatter() {
        Fences.closes(fence);
        ChannelFuture written = write();
        channel.flush();
        assertThat(written.isSuccess()).isTrue();
        assertThat(channel.isOpen()).isTrue();
    }
}
