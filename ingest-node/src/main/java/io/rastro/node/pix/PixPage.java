package io.rastro.node.pix;

import akka.http.javadsl.model.ContentTypes;
import io.rastro.node.http.PackagedFile;
import io.rastro.node.http.Route;
import io.rastro.node.json.JsonBytes;
import io.rastro.node.page.PageFiles;
import io.rastro.sharding.pix.signal.SignalSettings;
import java.util.ArrayList;
import java.util.List;

/** The page at {@code /pix} and its files; {@link PageFiles#common} is needed beside them. */
public final class PixPage {

    private static final List<String> MODULES = List.of(
            "account",
            "announcer",
            "api",
            "dom",
            "money",
            "page",
            "past",
            "payment",
            "refresh",
            "row",
            "signals",
            "stream",
            "stream-view",
            "texts",
            "windows");

    private PixPage() {}

    public static List<Route> routes(SignalSettings limits) {
        List<Route> routes = new ArrayList<>(List.of(
                PackagedFile.load("/pix/index.html", ContentTypes.TEXT_HTML_UTF8)
                        .at("/pix", PageFiles.REVALIDATE, PageFiles.contentPolicy(""), PageFiles.NO_REFERRER),
                PackagedFile.of(limitsJson(limits), ContentTypes.APPLICATION_JSON)
                        .at("/pix/limits.json", PageFiles.REVALIDATE)));
        routes.addAll(PageFiles.of("/pix", "pix", MODULES));
        return List.copyOf(routes);
    }

    /** Those that bars are drawn against. */
    private static byte[] limitsJson(SignalSettings limits) {
        return JsonBytes.of(out -> {
            out.writeStartObject();
            out.writeStringField("zone", limits.zone().getId());
            out.writeStringField("nightValor", PixJson.valor(limits.nightCentavos()));
            out.writeNumberField("minutePayments", limits.minutePayments());
            out.writeStringField("hourValor", PixJson.valor(limits.hourCentavos()));
            out.writeStringField("dayValor", PixJson.valor(limits.dayCentavos()));
            out.writeNumberField("timesUsual", limits.timesUsual());
            out.writeNumberField("usualHours", limits.usualHours());
            out.writeNumberField("usualPayments", limits.usualPayments());
            out.writeStringField("smallValor", PixJson.valor(limits.smallCentavos()));
            out.writeNumberField("returnedShare", limits.returnedShare());
            out.writeNumberField("returnedLeast", limits.returnedLeast());
            out.writeEndObject();
        });
    }
}
