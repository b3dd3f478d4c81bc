package io.rastro.node.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import java.util.List;

/** The map. */
final class MapTab extends Tab {

    MapTab(String base, BrowserContext context) {
        super(base, context);
    }

    MapTab openStart() {
        return openAt("/");
    }

    @Override
    MapTab openAt(String path) {
        super.openAt(path);
        return this;
    }

    MapTab open(String courierId) {
        openAt("/?courier=" + courierId);
        await(() -> "live".equals(page().getAttribute("#connection", "data-state")));
        return this;
    }

    /** The positions that all of its WebSockets received, in their order. */
    List<JsonNode> positions() {
        return of("position");
    }

    /** Where a marker is, in pixels from the middle of the map. */
    record Marker(double right, double up) {

        boolean isCentred() {
            return Math.hypot(right, up) < 3;
        }
    }

    /** Where the marker's colour is on the canvas. */
    Marker marker() {
        JsonNode found = json((String) page().evaluate("""
                () => {
                  const canvas = document.querySelector('.leaflet-overlay-pane canvas');
                  const hex = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
                  const colours = ['--here', '--stale'].map(hex).map(c => [1, 3, 5].map(i => parseInt(c.substr(i, 2), 16)));
                  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                  let n = 0, x = 0, y = 0;
                  for (let i = 0; i < data.length; i += 4) {
                    if (data[i + 3] === 255 && colours.some(c => c.every((part, k) => part === data[i + k]))) {
                      n++; x += i / 4 % canvas.width; y += Math.floor(i / 4 / canvas.width);
                    }
                  }
                  return JSON.stringify({n, right: x / n - canvas.width / 2, up: canvas.height / 2 - y / n});
                }"""));
        assertThat(found.path("n").asInt()).as("pixels of the marker").isGreaterThan(60);
        return new Marker(found.path("right").asDouble(), found.path("up").asDouble());
    }

    /** Pixels of the couriers' canvas that are drawn, further than a marker is large from its middle. */
    int inkAround() {
        return (int) page().evaluate("""
                () => {
                  const canvas = [...document.querySelectorAll('.leaflet-overlay-pane canvas')].pop();
                  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                  let n = 0;
                  for (let i = 0; i < data.length; i += 4) {
                    const right = i / 4 % canvas.width - canvas.width / 2;
                    const down = Math.floor(i / 4 / canvas.width) - canvas.height / 2;
                    n += data[i + 3] > 0 && Math.hypot(right, down) > 24 ? 1 : 0;
                  }
                  return n;
                }""");
    }
}
