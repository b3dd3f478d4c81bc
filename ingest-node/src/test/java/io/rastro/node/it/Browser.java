package io.rastro.node.it;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
            throw new AssertionError("Pages are tested in Chromium and there is none at " + executable
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

    /** @param base of the node whose map is opened */
    MapTab open(String base, com.microsoft.playwright.Browser.NewContextOptions options) {
        return new MapTab(base, chromium.newContext(options));
    }

    /** @param base of the node whose page of accounts is opened */
    AccountTab account(String base, com.microsoft.playwright.Browser.NewContextOptions options) {
        return new AccountTab(base, chromium.newContext(options));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
