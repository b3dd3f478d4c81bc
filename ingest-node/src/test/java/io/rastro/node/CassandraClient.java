package io.rastro.node;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.OptionsMap;
import com.datastax.oss.driver.api.core.config.TypedDriverOption;
import io.rastro.devstack.Endpoints;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A session of a test's own with its Cassandra. */
public final class CassandraClient {

    private CassandraClient() {}

    /** Not with the contact points of {@code application.conf} besides, which a {@code ./rastro dev} of this machine has. */
    public static CqlSession of(Endpoints.Cassandra at) {
        OptionsMap options = OptionsMap.driverDefaults();
        options.put(TypedDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(10));
        String[] hostPort = at.contactPoint().split(":");
        return CqlSession.builder()
                .withConfigLoader(DriverConfigLoader.fromMap(options))
                .addContactPoint(new InetSocketAddress(hostPort[0], Integer.parseInt(hostPort[1])))
                .withLocalDatacenter(at.datacenter())
                .build();
    }
}
