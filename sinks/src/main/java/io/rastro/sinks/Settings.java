package io.rastro.sinks;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Reads settings with their ranges, so that a wrong one is named before anything starts. */
public final class Settings {

    private Settings() {}

    public static int intIn(Config config, String key, int min, int max) {
        return (int) inRange(key, config.getInt(key), min, max);
    }

    /** A size in bytes. */
    public static int bytesIn(Config config, String key, int min, int max) {
        return (int) inRange(key, config.getBytes(key), min, max);
    }

    public static Duration durationIn(Config config, String key, Duration min, Duration max) {
        Duration value = config.getDuration(key);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("setting " + key + " must be between " + min + " and " + max);
        }
        return value;
    }

    public static String textOf(Config config, String key) {
        String value = config.getString(key).trim();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("setting " + key + " must not be empty");
        }
        return value;
    }

    /** A list, or, as an environment variable has it, texts with commas between them; blank ones are left out. */
    public static List<String> textsIn(Config config, String key, int most) {
        List<String> texts = (config.getValue(key).valueType() == ConfigValueType.LIST
                        ? config.getStringList(key)
                        : Arrays.asList(config.getString(key).split(",")))
                .stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
        if (texts.size() > most) {
            throw new IllegalArgumentException("setting " + key + " may hold at most " + most);
        }
        return texts;
    }

    private static long inRange(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "setting " + key + " must be between " + min + " and " + max + ", is " + value);
        }
        return value;
    }
}
