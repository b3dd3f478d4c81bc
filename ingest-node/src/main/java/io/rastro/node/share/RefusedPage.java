package io.rastro.node.share;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.List;
import java.util.Locale;

/** What somebody with a browser is shown instead of an order, in Portuguese or English. */
final class RefusedPage {

    private static final HttpHeader CONTENT_POLICY = RawHeader.create(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'");

    private static final String PAGE = """
            <!doctype html>
            <html lang="%s" data-page="refused">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>Rastro</title>
              <link rel="icon" href="data:,">
              <link rel="stylesheet" href="/common/look.css">
              <link rel="stylesheet" href="/map/map.css">
            </head>
            <body>
              <main>
                <section id="welcome">
                  <h2>%s</h2>
                  <p>%s</p>
                </section>
              </main>
            </body>
            </html>
            """;

    private RefusedPage() {}

    /** Whether it is a browser that shows what it gets. */
    static boolean isWanted(HttpRequest request) {
        return request.getHeader("Accept")
                .map(accept -> accept.value().contains("text/html"))
                .orElse(false);
    }

    static HttpResponse of(HttpRequest request, boolean expired) {
        boolean portuguese = prefersPortuguese(
                request.getHeader("Accept-Language").map(HttpHeader::value).orElse(""));
        String page = portuguese ? portuguese(expired) : english(expired);
        return HttpResponse.create()
                .addHeader(CONTENT_POLICY)
                .withEntity(HttpEntities.create(ContentTypes.TEXT_HTML_UTF8, page));
    }

    private static String portuguese(boolean expired) {
        return expired
                ? PAGE.formatted(
                        "pt-BR", "Este link expirou", "Ele não mostra mais a entrega. Peça um novo a quem o enviou.")
                : PAGE.formatted(
                        "pt-BR",
                        "Este link não é válido",
                        "Ele está incompleto ou foi alterado. Abra-o como foi enviado, ou peça outro a quem o enviou.");
    }

    private static String english(boolean expired) {
        return expired
                ? PAGE.formatted(
                        "en",
                        "This link has expired",
                        "It does not show the delivery any more. Ask whoever sent it for a new one.")
                : PAGE.formatted(
                        "en",
                        "This link is not valid",
                        "It is incomplete, or was changed. Open it as it was sent, or ask whoever sent it for another.");
    }

    /** Whichever of the two comes first in what the client would rather have; English when neither does. */
    private static boolean prefersPortuguese(String acceptLanguage) {
        List<Locale.LanguageRange> ranges;
        try {
            ranges = Locale.LanguageRange.parse(acceptLanguage);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
        return ranges.stream()
                .filter(range -> range.getWeight() > 0)
                .map(range -> range.getRange().split("-", 2)[0])
                .filter(language -> language.equals("pt") || language.equals("en"))
                .findFirst()
                .map("pt"::equals)
                .orElse(false);
    }
}
