package io.rastro.node.start;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.rastro.node.http.HttpSettings;
import io.rastro.node.journal.JournalSettings;
import io.rastro.node.map.MapSettings;
import io.rastro.node.pix.PixHttpSettings;
import io.rastro.node.share.ShareSettings;
import io.rastro.sharding.area.AreaSettings;
import io.rastro.sharding.courier.CourierSettings;
import io.rastro.sharding.pix.PixSettings;
import io.rastro.sinks.Settings;
import io.rastro.sinks.SinksSettings;
import java.time.Duration;
import java.util.List;

/**
 * All settings of a node, read once.
 *
 * @param management where Akka Management listens
 * @param remoting where other nodes reach this one
 * @param drainTimeout how long a stop waits for couriers that move to other nodes first
 * @param patience how long a start waits for its servers
 */
public record NodeSettings(
        HttpSettings http,
        MapSettings map,
        ShareSettings share,
        Address management,
        Address remoting,
        List<Address> cassandra,
        JournalSettings journal,
        SchemaSettings schema,
        CourierSettings courier,
        PixSettings pix,
        PixHttpSettings pixHttp,
        AreaSettings areas,
        SinksSettings sinks,
        Duration drainTimeout,
        Duration patience) {

    /** Courier entities live on nodes with this role. */
    public static final String INGEST = "ingest";

    /** Kafka is read by nodes with this role. */
    public static final String SINK = "sink";

    /** @throws StartFailure that names the first setting that is wrong */
    public static NodeSettings from(Config root) {
        try {
            return read(root);
        } catch (ConfigException | IllegalArgumentException e) {
            throw StartFailure.usage("a setting is wrong: " + Configuration.oneLine(e));
        }
    }

    private static NodeSettings read(Config root) {
        HttpSettings http = HttpSettings.from(root);
        int stash = root.getInt("akka.persistence.typed.stash-capacity");
        if (stash < 4 * http.maxInFlight()) {
            throw new IllegalArgumentException(
                    "akka.persistence.typed.stash-capacity must be at least 4 x rastro.http.max-in-flight");
        }
        for (String kind : List.of("rastro.courier", "rastro.pix")) {
            if (http.answerWithin().compareTo(root.getDuration(kind + ".ask-timeout")) >= 0) {
                throw new IllegalArgumentException(
                        "setting rastro.http.answer-within must be shorter than " + kind + ".ask-timeout");
            }
            if (http.drainTimeout().compareTo(root.getDuration(kind + ".drain-ask-timeout")) <= 0) {
                throw new IllegalArgumentException(
                        "setting rastro.http.drain-timeout must be longer than " + kind + ".drain-ask-timeout");
            }
        }
        List<String> roles = root.getStringList("rastro.cluster.roles");
        if (roles.isEmpty() || !List.of(INGEST, SINK).containsAll(roles)) {
            throw new IllegalArgumentException("setting rastro.cluster.roles may hold ingest and sink");
        }
        return new NodeSettings(
                http,
                MapSettings.from(root),
                ShareSettings.from(root),
                address(root, "rastro.management"),
                address(root, "rastro.remoting"),
                root.getStringList("rastro.cassandra.contact-points").stream()
                        .map(text -> Address.parse("rastro.cassandra.contact-points", text))
                        .toList(),
                JournalSettings.from(root),
                SchemaSettings.from(root),
                CourierSettings.from(root.getConfig("rastro.courier")),
                PixSettings.from(root.getConfig("rastro.pix")),
                PixHttpSettings.from(root),
                AreaSettings.from(root),
                SinksSettings.from(root),
                Settings.durationIn(root, "rastro.cluster.drain-timeout", Duration.ZERO, Duration.ofSeconds(30)),
                Settings.durationIn(root, "rastro.start.patience", Duration.ofSeconds(1), Duration.ofHours(1)));
    }

    private static Address address(Config root, String section) {
        return new Address(
                Settings.textOf(root, section + ".host"), Settings.intIn(root, section + ".port", 0, 65_535));
    }
}
