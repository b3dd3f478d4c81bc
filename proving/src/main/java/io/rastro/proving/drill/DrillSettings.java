package io.rastro.proving.drill;

import java.time.Duration;

/**
 * How to load the cluster while it is drilled.
 *
 * @param nodes of the cluster
 * @param rate posts a second, a position each
 * @param couriers that post in turn, one request of each at a time
 * @param watchers of the first couriers, a WebSocket each
 * @param pixRate Pix events a second, beside the posts
 * @param pixAccounts accounts that they are of; 0 for none
 * @param connections posts of positions under way at most
 * @param warmUp under load before anything is judged
 * @param steady under load before and after
 * @param patience how long the sinks may take at the end
 * @param numberOfShards as the nodes have it
 */
public record DrillSettings(
        int nodes,
        double rate,
        int couriers,
        int watchers,
        double pixRate,
        int pixAccounts,
        int connections,
        Duration warmUp,
        Duration steady,
        Duration patience,
        int numberOfShards) {

    public DrillSettings {
        if (nodes < 1 || !(rate > 0) || couriers < 1 || watchers < 0 || watchers > couriers || connections < 1) {
            throw new IllegalArgumentException(
                    "a drill needs a node, a rate, couriers, and no more watchers than those");
        }
        if (pixAccounts < 0 || (pixAccounts > 0 && !(pixRate > 0))) {
            throw new IllegalArgumentException("Pix accounts need a rate");
        }
    }
}
