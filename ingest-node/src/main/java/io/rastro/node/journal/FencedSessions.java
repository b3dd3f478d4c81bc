package io.rastro.node.journal;

import akka.actor.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.stream.alpakka.cassandra.CqlSessionProvider;
import akka.stream.alpakka.cassandra.DriverConfigLoaderFromConfig;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.session.ProgrammaticArguments;
import com.datastax.oss.driver.internal.core.context.DefaultDriverContext;
import com.datastax.oss.driver.internal.core.context.DefaultNettyOptions;
import com.datastax.oss.driver.internal.core.context.NettyOptions;
import com.typesafe.config.Config;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.rastro.node.membership.Fence;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * Sessions whose connections end instead of sending anything when {@linkplain Fence#mayBeReplaced() others may serve in
 * place of this node}.
 *
 * <p>Between the journal's look at the fence and the socket a write changes threads several times. A process that is stopped
 * there would send it when it goes on, after the takeover: see ADR 14.
 *
 * <p>Named in {@code akka.persistence.cassandra.session-provider}.
 */
public final class FencedSessions implements CqlSessionProvider {

    private static final String HANDLER = "rastro-fence";

    private final Config driver;
    private final Fence fence;

    /**
     * As the provider's interface wants it.
     *
     * @throws IllegalArgumentException when the contact points are to be discovered by Akka
     */
    public FencedSessions(ActorSystem system, Config config) {
        if (!config.getString("service-discovery.name").isEmpty()) {
            throw new IllegalArgumentException(
                    "service-discovery.name is not supported: name Cassandra's nodes in rastro.cassandra.contact-points.");
        }
        this.driver = CqlSessionProvider.driverConfig(system, config);
        this.fence = Fence.of(Adapter.toTyped(system));
    }

    @Override
    public Future<CqlSession> connect(ExecutionContext ec) {
        return FutureConverters.asScala(new Builder(fence)
                .withConfigLoader(DriverConfigLoaderFromConfig.fromConfig(driver))
                .buildAsync());
    }

    private static final class Builder extends CqlSessionBuilder {

        private final Fence fence;

        Builder(Fence fence) {
            this.fence = fence;
        }

        @Override
        protected DriverContext buildContext(DriverConfigLoader loader, ProgrammaticArguments arguments) {
            return new DefaultDriverContext(loader, arguments) {
                @Override
                protected NettyOptions buildNettyOptions() {
                    return new DefaultNettyOptions(this) {
                        @Override
                        public void afterChannelInitialized(Channel channel) {
                            channel.pipeline().addFirst(HANDLER, new AtTheSocket(fence));
                        }
                    };
                }
            };
        }
    }

    /** The last one before the socket: what the others have made of a request is here, and is sent by this flush. */
    static final class AtTheSocket extends ChannelOutboundHandlerAdapter {

        private final Fence fence;

        AtTheSocket(Fence fence) {
            this.fence = fence;
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            if (fence.mayBeReplaced()) {
                context.close();
            } else {
                context.flush();
            }
        }
    }
}
