package io.rastro.node.it;

import com.microsoft.playwright.Browser.NewContextOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A browser for all tests of a class, and an account for each. */
abstract class PixPageSetting {

    static final String AT = "/pix?account=" + ScriptedAccount.ID;

    /** The number of its journal that the account is at. */
    static final long NOW = 1_000;

    static Browser browser;

    ScriptedAccount account;

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() {
        account = ScriptedAccount.start();
        account.answers(200, PixFrames.account(NOW, "\"valor-por-hora\""));
    }

    @AfterEach
    void stop() {
        account.close();
    }

    final AccountTab open() {
        AccountTab tab = tab(desktop());
        tab.await(() -> tab.state().equals("live") && tab.page().isVisible("#account"));
        return tab;
    }

    final AccountTab tab(NewContextOptions options) {
        return browser.account(account.base(), options).openAt(AT);
    }

    static String live(Object from) {
        return ScriptedAccount.STATE + "/live?fromSeq=" + from;
    }

    static NewContextOptions desktop() {
        return new NewContextOptions()
                .setViewportSize(1_440, 1_000)
                .setLocale("en-GB")
                .setTimezoneId("UTC");
    }
}
