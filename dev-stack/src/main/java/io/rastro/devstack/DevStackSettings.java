package io.rastro.devstack;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * What to run and where.
 *
 * @param data holds everything that outlives the processes; made if it is not there
 * @param restart start a process again when it dies
 * @param fresh empty the data directory first
 */
public record DevStackSettings(
        Path data, PortPlan ports, boolean restart, boolean fresh, Set<Server> servers, DevStackListener listener) {

    public DevStackSettings {
        data = data.toAbsolutePath().normalize();
        servers = Set.copyOf(servers);
    }

    /** All servers on the default ports, restarted when they die. */
    public static DevStackSettings in(Path data) {
        return new DevStackSettings(
                data, PortPlan.defaults(), true, false, EnumSet.allOf(Server.class), DevStackListener.SILENT);
    }

    public DevStackSettings withPorts(PortPlan other) {
        return new DevStackSettings(data, other, restart, fresh, servers, listener);
    }

    public DevStackSettings withRestart(boolean other) {
        return new DevStackSettings(data, ports, other, fresh, servers, listener);
    }

    public DevStackSettings withFresh(boolean other) {
        return new DevStackSettings(data, ports, restart, other, servers, listener);
    }

    public DevStackSettings withServers(Set<Server> other) {
        return new DevStackSettings(data, ports, restart, fresh, other, listener);
    }

    public DevStackSettings withListener(DevStackListener other) {
        return new DevStackSettings(data, ports, restart, fresh, servers, other);
    }
}
