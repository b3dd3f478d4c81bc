package io.rastro.node.pix;

import com.typesafe.config.Config;
import io.rastro.protocol.pix.Pseudonyms;
import io.rastro.sharding.pix.signal.SignalSettings;
import io.rastro.sinks.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the routes of Pix accounts need of {@code rastro.pix} in {@code application.conf}, where each key is explained.
 *
 * @param ispb of the participant whose accounts these are: 8 of {@code [0-9A-Z]}; empty: no returns can be asked for, and no
 *     messages of the SPI taken
 * @param secrets the first makes pseudonyms; none: the routes are off
 * @param limits for those who look at an account
 */
public record PixHttpSettings(String ispb, List<Pseudonyms.Secret> secrets, SignalSettings limits) {

    static final String SECRETS = "rastro.pix.secrets";
    static final String ISPB = "rastro.pix.ispb";

    private static final int MOST_SECRETS = 8;
    private static final Pattern ISPB_FORM = Pattern.compile("([0-9A-Z]{8})?");

    public PixHttpSettings {
        secrets = List.copyOf(secrets);
        if (!ISPB_FORM.matcher(ispb).matches()) {
            throw new IllegalArgumentException("setting " + ISPB + " must be 8 of [0-9A-Z], or empty");
        }
    }

    public static PixHttpSettings from(Config root) {
        List<Pseudonyms.Secret> secrets = new ArrayList<>();
        for (String text : Settings.textsIn(root, SECRETS, MOST_SECRETS)) {
            secrets.add(secret(text, secrets.size() + 1));
        }
        PixHttpSettings settings = new PixHttpSettings(
                root.getString(ISPB).strip(), secrets, SignalSettings.from(root.getConfig("rastro.pix.signals")));
        if (!secrets.isEmpty()) {
            settings.pseudonyms(); // two with one id are told here
        }
        return settings;
    }

    /** Only if there are secrets. */
    Pseudonyms pseudonyms() {
        try {
            return new Pseudonyms(secrets);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("setting " + SECRETS + ": " + e.getMessage());
        }
    }

    /** What is wrong with it is said without repeating it. */
    private static Pseudonyms.Secret secret(String text, int number) {
        int colon = text.indexOf(':');
        try {
            return new Pseudonyms.Secret(
                    text.substring(0, Math.max(colon, 0)),
                    text.substring(colon + 1).getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "setting " + SECRETS + " must hold id:secret in each, number " + number + ": " + e.getMessage());
        }
    }
}
