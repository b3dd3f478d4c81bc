package io.rastro.sharding.remember;

import akka.actor.Props;
import akka.cluster.sharding.ClusterShardingSettings;
import akka.cluster.sharding.internal.EventSourcedRememberEntitiesProvider;
import akka.cluster.sharding.internal.RememberEntitiesProvider;
import akka.cluster.sharding.typed.ClusterShardingSettings.RememberEntitiesStoreMode;

/**
 * Akka's event-sourced stores of what shards remember, each behind a {@link PatientStore}. The journal's events are theirs.
 * Named in {@code akka.cluster.sharding.remember-entities-custom-store}; {@link #MODE} selects it, which the typed settings
 * do not read from the configuration.
 */
public final class PatientStores implements RememberEntitiesProvider {

    public static final RememberEntitiesStoreMode MODE = () -> "custom";

    private final RememberEntitiesProvider eventSourced;

    public PatientStores(ClusterShardingSettings settings, String typeName) {
        eventSourced = new EventSourcedRememberEntitiesProvider(typeName, settings);
    }

    @Override
    public Props coordinatorStoreProps() {
        return PatientStore.props(eventSourced.coordinatorStoreProps());
    }

    @Override
    public Props shardStoreProps(String shardId) {
        return PatientStore.props(eventSourced.shardStoreProps(shardId));
    }
}
