package io.rastro.node.it;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The Chromium of this machine, headless. Not for several threads. */
final class Browser implements AutoCloseable {

    /** No window, no root's sandbox, and none of the requests that a browser makes for itself. */
    private static final List<String> ARGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    static Browser start() {
        Path executable = Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
        if (!Files.isExecutable(executable)) {
            throw new AssertionError("The map is tested in Chromium and there is none at " + executable
                    + ": install Debian's package chromium, or set CHROMIUM to where it is.");
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            return new Browser(
                    playwright,
                    playwright
                            .chromium()
                            .launch(new BrowserType.LaunchOptions()
                                    .setExecutablePath(executable)
                                    .setArgs(ARGS)));
        } catch (PlaywrightException e) {
            playwright.close();
            throw e;
        }
    }

    Tab open(com.microsoft.playwright.Browser.NewContextOptions options) {
        return new Tab(chromium.newContext(options));
    }

    @Override
    public void close() {
        playwright.close();
    }

    /** A page in a profile of its own, with what it asked for, what it complained of and what it was sent. */
    static final class Tab implements AutoCloseable {

        private final BrowserContext context;
        private final Page page;
        private final List<String> requests = new CopyOnWriteArrayList<>();
        private final List<String> complaints = new CopyOnWriteArrayList<>();
        private final List<String> sockets = new CopyOnWriteArrayList<>();
        private final List<String> frames = new CopyOnWriteArrayList<>();

        private Tab(BrowserContext context) {
            this.context = context;
            this.page = context.newPage();
            page.onRequest(request -> requests.add(request.url()));
            page.onPageError(complaints::add);
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text() + " " + message.location());
                }
            });
            page.onWebSocket(socket -> {
                sockets.add(socket.url());
                socket.onFrameReceived(frame -> frames.add(frame.text()));
            });
        }

        Page page() {
            return page;
        }

        List<String> requests() {
            return requests;
        }

        /** Errors in the console, violations of the content security policy among them. */
        List<String> complaints() {
            return complaints;
        }

        /** The URLs of the WebSockets that were opened, in their order. */
        List<String> sockets() {
            return sockets;
        }

        /** What all of them received, in its order. */
        List<String> frames() {
            return frames;
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
