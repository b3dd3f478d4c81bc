package io.rastro.node.it;

import static io.rastro.node.it.PixFrames.account;
import static io.rastro.node.it.PixFrames.event;
import static io.rastro.node.it.PixFrames.id;
import static io.rastro.node.it.PixFrames.known;
import static io.rastro.node.it.PixFrames.payment;
import static io.rastro.node.it.PixFrames.problem;
import static io.rastro.node.it.PixFrames.refund;
import static io.rastro.node.it.PixFrames.signals;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The page of an account in every state that it and its node can be in, on every screen. */
class PixPageStatesIT extends PixPageSetting {

    @Test
    void waitsForAnAccountOfWhichNothingIsKnown() {
        account.answers(404, problem("unknown-account", 404, "Nothing of this account was ever recorded."));
        try (AccountTab tab = tab(desktop())) {
            tab.await(() -> tab.headline().equals("Nothing happened yet"));
            tab.await(() -> account.liveAsked().equals(List.of(live(0))));

            account.answers(200, account(1, ""));
            account.send(payment(1));

            tab.await(() -> tab.page().isVisible("#account"));
            assertThat(tab.rows()).containsExactly(id(1));
            assertThat(tab.line("#above")).isEqualTo("none passed");
        }
    }

    /** One number of the journal may hold many items, or none; how many there are is known only of all of it. */
    @Test
    void beginsAsFarBackAsThereIsRoomFor() {
        Map<String, Integer> from = Map.of(
                account(1_000, 996, ""), 700,
                account(1_000, 9_996, ""), 970,
                account(1_000, 496, ""), 400,
                account(10_000, 0, ""), 8_800,
                account(200, 196, ""), 0);
        from.forEach((state, seq) -> {
            account.answers(200, state);
            try (AccountTab tab = open()) {
                assertThat(account.liveAsked()).last().isEqualTo(live(seq));
            }
        });
    }

    /** Something between the browser and the node may answer whatever it likes. */
    @Test
    void asksAgainWhenItIsNotTheNodeThatRefuses() {
        for (int status : List.of(401, 403, 422)) {
            account.answers(status, "{}");
            try (AccountTab tab = tab(desktop())) {
                tab.await(() -> tab.headline().equals("No answer"));
                assertThat(tab.page().title()).isEqualTo("Pix · Rastro");
                account.answers(200, account(NOW, ""));
                tab.await(() -> tab.page().isVisible("#account"));
                assertThat(tab.page().title()).startsWith(ScriptedAccount.ID);
            }
        }
    }

    @Test
    void asksForTheLimitsAgainUntilItHasThem() {
        try (AccountTab tab = browser.account(account.base(), desktop()).openAt("/pix")) {
            tab.page().route("**/pix/limits.json", route -> route.abort(), new Page.RouteOptions().setTimes(1));
            tab.page().navigate(account.base() + AT);
            tab.await(() -> tab.page().isVisible("#account"));
            account.send(payment(1_001));
            tab.await(() -> tab.page().isVisible("#spans .most"));
        }
    }

    @Test
    void anEnteredIdIsInNoAddressBeforeTheNodeHasTakenIt() {
        account.answers(400, problem("invalid-account-id", 400, "accountId looks like a document."));
        try (AccountTab tab = browser.account(account.base(), desktop()).openAt("/pix")) {
            List<String> visited = new CopyOnWriteArrayList<>();
            tab.page().onFrameNavigated(frame -> visited.add(frame.url()));
            tab.page().fill("#accountId", ScriptedAccount.ID);
            tab.press("Enter");
            tab.await(() -> tab.headline().equals("Not an account id"));
            assertThat(visited).noneMatch(url -> url.contains(ScriptedAccount.ID));
            assertThat(tab.page().content()).doesNotContain(ScriptedAccount.ID);
            assertThat(tab.page().inputValue("#accountId")).isEmpty();

            account.answers(500, "{}");
            tab.page().fill("#accountId", ScriptedAccount.ID);
            tab.press("Enter");
            tab.await(() -> tab.headline().equals("No answer"));
            assertThat(tab.page().url()).isEqualTo(account.base() + "/pix");
            account.answers(200, account(NOW, ""));
            tab.page().waitForURL(url -> url.endsWith(AT));
            tab.await(() -> tab.page().isVisible("#account"));
        }
    }

    /** It may be somebody's document. */
    @Test
    void saysWhyAnIdIsRefusedAndForgetsIt() {
        account.answers(400, problem("invalid-account-id", 400, "accountId looks like a document."));
        try (AccountTab tab = tab(desktop())) {
            tab.await(() -> tab.headline().equals("Not an account id"));
            assertThat(tab.text("#welcomeDetail")).isEqualTo("accountId looks like a document.");
            assertThat(tab.page().url()).isEqualTo(account.base() + "/pix");
            assertThat(tab.page().content()).doesNotContain(ScriptedAccount.ID);
            assertThat(tab.page().inputValue("#accountId")).isEmpty();
            tab.page().waitForTimeout(2_500);
            assertThat(account.askedForState()).isEqualTo(1);
            assertThat(account.liveAsked()).isEmpty();
        }
    }

    @Test
    void saysThatPixIsNotSetUp() {
        account.answers(404, problem("pix-not-configured", 404, "Setting x is not set on this node."));
        try (AccountTab tab = tab(desktop())) {
            tab.await(() -> tab.headline().equals("Pix is not set up"));
            assertThat(tab.text("#welcomeDetail")).isEqualTo("Setting x is not set on this node.");
            assertThat(tab.page().url()).isEqualTo(account.base() + "/pix");
            assertThat(tab.page().content()).doesNotContain(ScriptedAccount.ID);
        }
    }

    @Test
    void asksForAnAccountWhenNoneIsNamed() {
        try (AccountTab tab = browser.account(account.base(), desktop()).openAt("/pix")) {
            assertThat(tab.headline()).isEqualTo("Which account?");
            tab.press("/");
            tab.page().keyboard().type(ScriptedAccount.ID);
            tab.press("Enter");
            tab.page().waitForURL(url -> url.endsWith(AT));
            tab.await(() -> tab.page().isVisible("#account"));
            assertThat(tab.page().evaluate("localStorage.length + sessionStorage.length + document.cookie.length"))
                    .isEqualTo(0);
        }
    }

    @Test
    void saysThatANodeIsGoneAndFromWhenItsFiguresAre() {
        account.answers(500, "{}");
        try (AccountTab tab = tab(desktop())) {
            tab.await(() -> tab.headline().equals("No answer"));
            account.answers(404, problem("not-found", 404, "A node of an older release."));
            long asked = account.askedForState();
            tab.await(() -> account.askedForState() > asked + 1);
            account.answers(200, account(NOW, ""));
            tab.await(() -> tab.page().isVisible("#account"));
            account.send(payment(1_001));
            tab.await(() -> tab.rows().size() == 1);

            account.answers(500, "{}");
            account.answersLive(503);
            account.cut();

            tab.await(() -> tab.state().equals("cut"));
            tab.page().evaluate("document.dispatchEvent(new Event('visibilitychange'))");
            tab.await(() -> tab.text("#asOf").matches("As of \\d\\d:\\d\\d:\\d\\d: the node does not answer."));
            assertThat(tab.rows()).as("what was seen stays").hasSize(1);

            account.answers(200, account(NOW, ""));
            account.answersLive(200);
            tab.await(() -> tab.text("#asOf").isEmpty());
            tab.await(() -> tab.text("#connection").startsWith("resumed after"));
        }
    }

    @Test
    void aPaymentIsUnknownOnlyWhenItsAccountSaysSo() {
        account.answers(200, account(NOW, ""));
        account.refusesPayments(403);
        try (AccountTab tab = tab(desktop())) {
            account.send(payment(1_001));
            tab.await(() -> tab.rows().size() == 1);
            tab.open(1);
            tab.await(() -> tab.text("#paymentProblem")
                    .equals("The payment cannot be read now. The page asks again by itself."));
            account.refusesPayments(404);
            tab.await(() -> tab.text("#paymentProblem").equals("The account does not know this payment."));
        }
    }

    @Test
    void asksForNothingWhileNobodyLooks() {
        try (AccountTab tab = open()) {
            account.send(payment(1_001));
            tab.await(() -> account.askedForState() >= 2);
            tab.hide(true);
            long asked = account.askedForState();
            account.send(payment(1_002));
            account.send(payment(1_003));
            tab.page().waitForTimeout(2_500);
            assertThat(account.askedForState()).isEqualTo(asked);

            tab.hide(false);

            tab.await(() -> account.askedForState() == asked + 1);
            tab.await(() -> tab.rows().size() == 3);
        }
    }

    @Test
    void fitsAPhoneAndSpeaksPortuguese() {
        NewContextOptions phone = new NewContextOptions()
                .setViewportSize(360, 740)
                .setLocale("pt-BR")
                .setTimezoneId("America/Sao_Paulo")
                .setHasTouch(true);
        account.hasPayment(known(1_001));
        try (AccountTab tab = tab(phone)) {
            tab.await(() -> tab.state().equals("live"));
            account.send(event("pagamento", 1_001, "1234.50", signals("valor-por-hora", "2314590", "2000000")));
            account.send(refund(1_002, 1_001, "EM_PROCESSAMENTO", ",\"verdict\":\"waiting\""));
            tab.await(() -> tab.rows().size() == 2);
            assertThat(tab.text("#connection")).isEqualTo("ao vivo");
            assertThat(tab.page().getAttribute("html", "lang")).isEqualTo("pt-BR");
            assertThat(tab.row(1)).startsWith("Devolução|").contains("espera o pagamento");
            assertThat(tab.row(2)).startsWith("Pagamento|para ***").contains("Valor por hora", "− R$ 1.234,50");
            tab.await(() -> AccountTab.plain(tab.text("#told")).contains("R$ 23.145,90, limite R$ 20.000,00"));
            assertThat(tab.page().evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(360);

            tab.page().locator("#stream [role=option]").first().tap();
            tab.await(() -> tab.text("#paymentBody").contains("Pagamento feito"));
            assertThat(tab.page().evaluate("document.getElementById('payment').scrollWidth"))
                    .isEqualTo(360);
            tab.page().tap("#closePayment");
            assertThat(tab.page().isVisible("#payment")).isFalse();
            tab.nothingIsWrong();
        }
    }

    /** WCAG 2.2, 1.4.3: 4.5 for text of this size. */
    @Test
    void canBeReadByDayAndByNight() {
        account.hasPayment(known(1_001));
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (AccountTab tab = tab(desktop().setColorScheme(scheme))) {
                tab.await(() -> tab.state().equals("live"));
                account.send(event(
                        "pagamento",
                        1_001,
                        "9.00",
                        signals("limite-noturno", "2", "1") + ",\"flags\":[\"id-minute\"]"));
                account.send(event("recebimento", 1_002, "9.00", ""));
                account.send(refund(1_003, 1_001, "DEVOLVIDO", ",\"verdict\":\"waiting\""));
                account.send(refund(1_004, 1_001, "NAO_REALIZADO", ",\"verdict\":\"violation\",\"rule\":\"too-late\""));
                account.send("{\"type\":\"lagging\",\"from\":\"1.0\",\"to\":\"2.0\"}");
                tab.await(() ->
                        tab.rows().size() == 5 && tab.page().locator("#told li").count() == 1);
                assertThat(tab.tooFaint()).as("in %s", scheme).isEmpty();
                tab.open(2);
                tab.await(() -> tab.text("#paymentBody").contains("v1"));
                assertThat(tab.tooFaint()).as("a payment in %s", scheme).isEmpty();
            }
            account.cut();
        }
    }

    @Test
    void amountsAreExactHoweverLargeTheyAre() {
        try (AccountTab tab = open()) {
            assertThat(tab.page().evaluate("""
                    async () => {
                      const {centavosOf, inReais, reais, roundedCentavos, share, sum, times} = await import('/pix/money.js');
                      return [
                        inReais('0.00'), inReais('0.05'), inReais('9007199254740993.01'), inReais('-1.00'), inReais('1e3'),
                        reais(sum(['0.10', '0.20', '9007199254740993.01'].map(centavosOf))),
                        String(roundedCentavos('100000.5')), String(roundedCentavos('100000.4999')), String(roundedCentavos('x')),
                        reais(times(312055n, 5)), reais(times(100n, 1.5)), String(share(1n, 3n)), String(share(1n, 0n)),
                      ].map(words => words.replaceAll('\\u00a0', ' '));
                    }"""))
                    .isEqualTo(List.of(
                            "R$ 0,00",
                            "R$ 0,05",
                            "R$ 9.007.199.254.740.993,01",
                            "-1.00",
                            "1e3",
                            "R$ 9.007.199.254.740.993,31",
                            "100001",
                            "100000",
                            "undefined",
                            "R$ 15.602,75",
                            "R$ 1,50",
                            "0.333",
                            "0"));
        }
    }
}
