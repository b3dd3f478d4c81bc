package io.rastro.node.start;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A node's configuration: its own file over {@code application.conf} over every library's {@code reference.conf}. */
public final class Configuration {

    private static final String OURS = "rastro";
    private static final String ROLES = "rastro.cluster.roles";

    /** Sections that are handed to a library as they are, so that keys may stand there that ours do not name. */
    private static final List<String> FOREIGN = List.of("sinks.consumer.", "sinks.committer.", "sinks.blocking-");

    private Configuration() {}

    /** What is packaged, without a file of its own. */
    public static Config packaged() {
        return over(ConfigFactory.empty());
    }

    /** @throws StartFailure when the file is not there, is not HOCON, or has a key of ours that does not exist */
    public static Config load(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw StartFailure.usage("the configuration file " + file + " cannot be read");
        }
        return over(parsed(file));
    }

    /** @param own wins over what is packaged */
    public static Config over(Config own) {
        try {
            Config packaged = ConfigFactory.parseResources("application.conf");
            Config merged = withRoles(ConfigFactory.load(own.withFallback(packaged)));
            requireKnownKeys(
                    merged.getConfig(OURS), ConfigFactory.load(packaged).getConfig(OURS));
            return merged;
        } catch (ConfigException e) {
            throw StartFailure.usage("the configuration is not valid: " + oneLine(e));
        }
    }

    /** An environment variable holds the roles with commas between them; Akka takes a list. */
    private static Config withRoles(Config merged) {
        if (merged.getValue(ROLES).valueType() != ConfigValueType.STRING) {
            return merged;
        }
        ConfigValue roles = ConfigValueFactory.fromIterable(
                Arrays.stream(merged.getString(ROLES).split(","))
                        .map(String::strip)
                        .toList());
        return merged.withValue(ROLES, roles).withValue("akka.cluster.roles", roles);
    }

    static String oneLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }

    private static Config parsed(Path file) {
        try {
            return ConfigFactory.parseFile(
                    file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
        } catch (ConfigException e) {
            throw StartFailure.usage("the configuration file is not valid: " + oneLine(e));
        }
    }

    /** A misspelt key would otherwise be a setting that silently does nothing. */
    private static void requireKnownKeys(Config merged, Config packaged) {
        for (Map.Entry<String, ConfigValue> entry : merged.entrySet()) {
            String key = entry.getKey();
            if (!packaged.hasPathOrNull(key) && FOREIGN.stream().noneMatch(key::startsWith)) {
                throw StartFailure.usage("the configuration has a key that does not exist: " + OURS + "."
                        + String.join(".", ConfigUtil.splitPath(key)));
            }
        }
    }
}
