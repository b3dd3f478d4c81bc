package io.rastro.proving.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How a load is to be driven.
 *
 * @param targets the nodes' HTTP addresses; connections are spread over them
 * @param connections how many requests are under way at most
 * @param format as what positions are written
 * @param ratePerSecond items a second; 0 for as fast as the answers come
 * @param timeout how long one attempt may take
 * @param patience for how long a request is tried again before the load gives up
 */
public record LoadSettings(
        List<InetSocketAddress> targets,
        int connections,
        BodyFormat format,
        double ratePerSecond,
        Duration timeout,
        Duration patience) {

    public LoadSettings {
        targets = List.copyOf(targets);
        if (targets.isEmpty() || connections < 1 || ratePerSecond < 0) {
            throw new IllegalArgumentException("a load needs a target, a connection and a rate that is not negative");
        }
    }
}
