package io.rastro.node.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.StreamSupport;

/** The page of one Pix account. */
final class AccountTab extends Tab {

    AccountTab(String base, BrowserContext context) {
        super(base, context);
    }

    @Override
    AccountTab openAt(String path) {
        super.openAt(path);
        return this;
    }

    String state() {
        return page().getAttribute("#connection", "data-state");
    }

    String headline() {
        return text("#welcomeHeadline");
    }

    /** The ids that are shown, in their order. */
    @SuppressWarnings("unchecked")
    List<String> rows() {
        return (List<String>) page().evaluate(inOrder("rows.map(row => row.querySelector('.id').textContent)"));
    }

    /** Opens a row, from 1. */
    void open(int number) {
        page().click("#stream [aria-posinset='" + number + "']:not([hidden])");
    }

    /** The words of a row, from 1. */
    String row(int number) {
        return plain((String) page().evaluate(inOrder("rows[" + (number - 1) + "].innerText")));
    }

    String firstInView() {
        return (String) page().evaluate(inOrder("(rows.find(row => row.getBoundingClientRect().top >="
                + " document.getElementById('stream').getBoundingClientRect().top - 1) || row0)"
                + ".querySelector('.id').textContent"));
    }

    private static String inOrder(String expression) {
        return "() => { const rows = [...document.querySelectorAll('#stream [role=option]:not([hidden])')]"
                + ".sort((a, b) => a.getAttribute('aria-posinset') - b.getAttribute('aria-posinset'));"
                + " const row0 = rows[0]; return " + expression + "; }";
    }

    /** What is seen, its lines and cells with a stroke between them. */
    String line(String selector) {
        return plain(page().innerText(selector));
    }

    static String plain(String seen) {
        return seen.replace('\u00a0', ' ').strip().replaceAll("\\s*[\n\t]\\s*", "|");
    }

    /** The page's own look lies over what is checked. */
    void check(String selector) {
        page().check(selector, new Page.CheckOptions().setForce(true));
    }

    void hide(boolean hidden) {
        page().evaluate(
                        "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});"
                                + " document.dispatchEvent(new Event('visibilitychange')); }",
                        hidden);
    }

    List<Double> sorted(String name) {
        JsonNode numbers = json((String) page().evaluate("JSON.stringify(" + name + ")"));
        return StreamSupport.stream(numbers.spliterator(), false)
                .map(JsonNode::asDouble)
                .sorted()
                .toList();
    }

    /** What has too little contrast with what is behind it. */
    List<?> tooFaint() {
        page().waitForTimeout(1_000); // new rows have a colour of their own for a moment
        return (List<?>) page().evaluate("""
                () => {
                  const pen = Object.assign(document.createElement('canvas'), {width: 1, height: 1})
                      .getContext('2d', {willReadFrequently: true});
                  const paint = colours => {
                    pen.clearRect(0, 0, 1, 1);
                    colours.forEach(colour => { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); });
                    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => part / 255)
                        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
                        .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
                  };
                  const faint = [];
                  for (const element of document.querySelectorAll('body *')) {
                    const words = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
                    if (!words || !element.checkVisibility({visibilityProperty: true}) || element.closest('.unseen')) continue;
                    const behind = [];
                    for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
                    const [a, b] = [paint(behind), paint([...behind, getComputedStyle(element).color])].sort((x, y) => y - x);
                    const contrast = (a + 0.05) / (b + 0.05);
                    if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} ${element.className} ${element.textContent.slice(0, 30)}`);
                  }
                  return faint;
                }""");
    }
}
