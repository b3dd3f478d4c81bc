package io.rastro.proving.verify;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.OptionsMap;
import com.datastax.oss.driver.api.core.config.TypedDriverOption;
import io.rastro.devstack.Endpoints;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Opens sessions that know nothing of a node's own settings. */
public final class CassandraSession {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private CassandraSession() {}

    public static CqlSession open(Endpoints.Cassandra cassandra) {
        OptionsMap options = OptionsMap.driverDefaults();
        options.put(TypedDriverOption.REQUEST_TIMEOUT, PATIENCE);
        options.put(TypedDriverOption.CONNECTION_CONNECT_TIMEOUT, PATIENCE);
        options.put(TypedDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE);
        options.put(TypedDriverOption.CONNECTION_MAX_REQUESTS, 8192);
        options.put(TypedDriverOption.NETTY_DAEMON, true);
        return CqlSession.builder()
                .withConfigLoader(DriverConfigLoader.fromMap(options))
                .addContactPoint(address(cassandra.contactPoint()))
                .withLocalDatacenter(cassandra.datacenter())
                .build();
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return new InetSocketAddress(
                hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }
}
