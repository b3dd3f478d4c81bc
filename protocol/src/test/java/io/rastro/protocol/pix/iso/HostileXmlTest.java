package io.rastro.protocol.pix.iso;

import static io.rastro.protocol.pix.iso.Messages.E2E;
import static io.rastro.protocol.pix.iso.Messages.READER;
import static io.rastro.protocol.pix.iso.Messages.TRANSFER;
import static io.rastro.protocol.pix.iso.Messages.header;
import static io.rastro.protocol.pix.iso.Messages.transfers;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileXmlTest {

    private static final String GOOD = transfers(header(1) + TRANSFER);
    private static final String DECLARATION = GOOD.substring(0, GOOD.indexOf('\n') + 1);
    private static final String NO_DOCTYPE = "the body must not have a DOCTYPE";
    private static final String NOT_XML = "the body is not well-formed XML";
    private static final String TOO_MANY_ATTRIBUTES =
            "the body has an element with more than 16 attributes, or one of them longer than 4096 characters";
    private static final String TOO_MANY_NAMES =
            "the body has more than 1000 different names, or one longer than 128 characters";
    private static final String ENCODING = "the body must be valid UTF-8 or UTF-16";
    private static final String NO_MESSAGE = "the body is no pacs.008 or pacs.004: its root must be";
    private static final int MIB = 1 << 20;

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("", "the body is empty"),
                arguments("  \n", "the body ends before its XML is complete at line 2, column 0"),
                arguments("{\"pix\":[]}", NOT_XML + " at line 1, column 1"),
                arguments(GOOD.replace("</PmtId>", "</PmtIx>"), NOT_XML + " at line 2, column "),
                arguments(GOOD + "<x/>", NOT_XML),
                arguments(GOOD + "secret", NOT_XML),
                arguments(GOOD.substring(0, GOOD.length() - 20), "the body ends before its XML is complete"),
                arguments(GOOD.replace("<ChrgBr>", "<ChrgBr a='1' a='2'>"), NOT_XML),
                arguments(GOOD.replace("<ChrgBr>", "<ChrgBr a='<'>"), NOT_XML),
                arguments(GOOD.replace("SLEV", "\u0001"), NOT_XML),
                arguments(GOOD.replace("SLEV", "&#1;"), NOT_XML),
                arguments(GOOD.replace("SLEV", "&#xD800;"), NOT_XML),
                arguments(GOOD.replace("SLEV", "]]>"), NOT_XML),
                arguments(GOOD.replace("<ChrgBr>", "<u:ChrgBr>"), NOT_XML),
                arguments(GOOD.replace("<ChrgBr>", "<!-- -- --><ChrgBr>"), NOT_XML),
                arguments(GOOD.replace("\"1.0\"", "\"1.1\""), "the body must be XML 1.0"),
                arguments(GOOD.replace("\"1.0\"", "\"2.0\""), NOT_XML),
                arguments(GOOD.replace("UTF-8", "ISO-8859-1"), ENCODING),
                arguments(GOOD.replace("UTF-8", "US-ASCII"), ENCODING),
                arguments(GOOD.replace("UTF-8", "windows-1252"), ENCODING),
                arguments(GOOD.replace("UTF-8", "x-secret"), ENCODING),
                arguments(GOOD.replace("UTF-8", "UTF-16"), NOT_XML),
                arguments(GOOD.replace("SLEV", "&secret;"), NOT_XML),
                arguments(GOOD.replace("BRL", "B&secret;RL"), NOT_XML),
                arguments(
                        GOOD.replace("<ChrgBr>", "<?secret run?><ChrgBr>"),
                        "the body must not have a processing instruction"),
                arguments(DECLARATION + "<?xml-stylesheet href='x'?>" + body(), "the body must not have a processing"),
                arguments(GOOD.replace("pacs.008", "pacs.002"), NO_MESSAGE),
                arguments(GOOD.replace("pacs.008/1.13", "pacs.008/"), NO_MESSAGE),
                arguments(GOOD.replace("pacs.008/1.13", "pacs.008/1.13/../x"), NO_MESSAGE),
                arguments(GOOD.replace("https://www", "http://www"), NO_MESSAGE),
                arguments(GOOD.replace("Envelope", "Enveloppe"), NO_MESSAGE),
                arguments("<Document xmlns='" + Messages.SPI_008 + "'/>", NO_MESSAGE),
                arguments("<Envelope xmlns='" + Messages.ISO_008 + "'/>", NO_MESSAGE),
                arguments("<Envelope/>", NO_MESSAGE),
                arguments(Messages.returns(header(1) + TRANSFER), "a pacs.004 must hold at least one TxInf"),
                arguments(
                        Messages.envelope(Messages.SPI_004, "<FIToFICstmrCdtTrf/>"),
                        "a pacs.004 must hold Document/PmtRtr"),
                arguments(
                        GOOD.replace("<Document>", "<Document xmlns='urn:f'>"),
                        "a pacs.008 must hold Document/FIToFICstmrCdtTrf"),
                arguments(GOOD.replace("</Document>", "</Document><Document/>"), "Document appears twice"),
                arguments(
                        GOOD.replace("</Document>", "<FIToFICstmrCdtTrf/></Document>"),
                        "FIToFICstmrCdtTrf appears twice"),
                arguments(transfers(TRANSFER + header(1)), "GrpHdr is required before CdtTrfTxInf"),
                arguments(transfers(header(1) + header(1) + TRANSFER), "GrpHdr appears twice"),
                arguments(transfers(header(1)), "a pacs.008 must hold at least one CdtTrfTxInf"),
                arguments(transfers(header(0)), "a pacs.008 must hold at least one CdtTrfTxInf"),
                arguments(transfers(""), "a pacs.008 must hold at least one CdtTrfTxInf"),
                arguments(
                        transfers(header(2) + TRANSFER),
                        "GrpHdr/NbOfTxs must be the number of transactions that are there, 1"),
                arguments(
                        transfers(header(1) + TRANSFER + TRANSFER),
                        "GrpHdr/NbOfTxs must be the number of transactions that are there, 2"),
                arguments(GOOD.replaceAll("<NbOfTxs>.*</NbOfTxs>", ""), "GrpHdr/NbOfTxs is required"),
                arguments(GOOD.replace("<NbOfTxs>1", "<NbOfTxs>+1"), "GrpHdr/NbOfTxs must be 1 to 15 digits"),
                arguments(GOOD.replace("<NbOfTxs>", "<NbOfTxs>1</NbOfTxs><NbOfTxs>"), "GrpHdr/NbOfTxs appears twice"),
                arguments(GOOD.replace("<NbOfTxs>1", "<NbOfTxs>1<a/>"), "GrpHdr/NbOfTxs must be 1 to 15 digits"),
                arguments(GOOD.replace("10:35:23.050Z", "25:35:23.050Z"), "GrpHdr/CreDtTm must be an instant such as"),
                arguments(
                        GOOD.replace("<NbOfTxs>", "<CreDtTm>2026-11-21T10:35:23.050Z</CreDtTm><NbOfTxs>"),
                        "GrpHdr/CreDtTm appears twice"),
                arguments(doctype(""), NO_DOCTYPE),
                arguments(doctype(" SYSTEM 'file:///etc/passwd'"), NO_DOCTYPE),
                arguments(doctype(" PUBLIC '-//x' 'http://127.0.0.1:1/x.dtd'"), NO_DOCTYPE),
                arguments(doctype(" [<!ENTITY secret '" + E2E + "'>]"), NO_DOCTYPE),
                arguments(DECLARATION + "<!DOCTYPE a><!DOCTYPE b>" + body(), NO_DOCTYPE),
                arguments(GOOD.replace("<ChrgBr>", "<!DOCTYPE a><ChrgBr>"), NOT_XML),
                arguments(
                        "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>",
                        NO_MESSAGE),
                arguments(
                        Messages.envelope(
                                Messages.SPI_008,
                                "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>"),
                        "a pacs.008 must hold Document/FIToFICstmrCdtTrf"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesWhatIsNoMessage(String body, String answer) {
        assertRefused(body.getBytes(UTF_8), answer, false);
    }

    static Stream<Arguments> excessive() {
        String ns = "<Envelope xmlns='" + Messages.SPI_008 + "'";
        return Stream.of(
                arguments(ns + " a='" + "x".repeat(8 * MIB) + "'/>", TOO_MANY_ATTRIBUTES),
                arguments(ns + " xmlns:a='" + "x".repeat(8 * MIB) + "'/>", TOO_MANY_ATTRIBUTES),
                arguments(ns + numbered(" a%d=''", 100_000) + "/>", TOO_MANY_ATTRIBUTES),
                arguments(ns + numbered(" xmlns:a%d='u'", 100_000) + "/>", TOO_MANY_ATTRIBUTES),
                arguments(ns + numbered(" a%d=''", 16) + "/>", TOO_MANY_ATTRIBUTES),
                arguments(ns + ">" + "x".repeat(8 * MIB), "the body has text of more than 4096 characters"),
                arguments(ns + "><![CDATA[" + "x".repeat(8 * MIB), "the body has text of more than 4096 characters"),
                arguments(ns + ">" + " ".repeat(8 * MIB), "the body has text of more than 4096 characters"),
                arguments(ns + ">" + "&lt;".repeat(MIB), "the body has text of more than 4096 characters"),
                arguments(ns + ">" + "<![CDATA[x]]>".repeat(MIB), "the body has text of more than 4096 characters"),
                arguments(
                        GOOD.replace(E2E, E2E + "<!-- -->x".repeat(MIB)),
                        "the body has text of more than 4096 characters"),
                arguments(ns + ">" + "<a>".repeat(MIB), "the body has elements nested deeper than 32"),
                arguments(ns + ">" + "<a/>".repeat(MIB), "the body has more than 1000000 elements"),
                arguments("<" + "x".repeat(8 * MIB) + "/>", TOO_MANY_NAMES),
                arguments("<a " + "x".repeat(8 * MIB) + "=''/>", TOO_MANY_NAMES),
                arguments("<a xmlns:" + "x".repeat(8 * MIB) + "='u'/>", TOO_MANY_NAMES),
                arguments(collidingNames(900, "<" + "x".repeat(16_000) + "%s/>"), TOO_MANY_NAMES),
                arguments(collidingNames(1 << 16, "<%s/>"), TOO_MANY_NAMES),
                arguments(collidingNames(1 << 16, "<a %s='1'/>"), TOO_MANY_NAMES),
                arguments(collidingNames(1 << 16, "<a xmlns:%s='u'/>"), TOO_MANY_NAMES),
                arguments(" ".repeat((16 << 20) + 1), "the body has more than 16777216 bytes"));
    }

    @ParameterizedTest
    @MethodSource("excessive")
    void refusesWhatIsTooMuch(String body, String answer) {
        byte[] bytes = body.getBytes(UTF_8);

        assertCheaply(bytes, () -> assertRefused(bytes, answer, true));
    }

    static Stream<Arguments> bombs() {
        StringBuilder laughs = new StringBuilder(DECLARATION + "<!DOCTYPE a [<!ENTITY l0 'lol'>");
        IntStream.range(1, 12)
                .forEach(i -> laughs.append("<!ENTITY l" + i + " '" + ("&l" + (i - 1) + ";").repeat(10) + "'>"));
        String quadratic =
                "<!DOCTYPE a [<!ENTITY q '" + "x".repeat(MIB) + "'>]>" + GOOD.replace("SLEV", "&q;".repeat(9999));
        return Stream.of(
                arguments(laughs + "]>" + body().replace("SLEV", "&l11;"), NO_DOCTYPE),
                arguments(quadratic.replace(DECLARATION, ""), NO_DOCTYPE),
                arguments("<!DOCTYPE a [" + "<!ELEMENT a (".repeat(MIB), NO_DOCTYPE),
                arguments("<!DOCTYPE a [<!ENTITY % p '" + "%q;".repeat(MIB) + "'> %p;]><a/>", NO_DOCTYPE),
                arguments("<!-- " + "x".repeat(8 * MIB) + "-->", "the body ends before its XML is complete"),
                arguments("<?" + "x".repeat(8 * MIB) + "?>", ""),
                arguments("<a " + "x".repeat(8 * MIB), "the body ends before its XML is complete"));
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void defusesBombs(String body, String answer) {
        byte[] bytes = body.getBytes(UTF_8);

        assertCheaply(bytes, () -> assertRefused(bytes, answer, false));
    }

    @Test
    void keepsNothingOfTheNamesThatASenderUses() {
        String unique = "<Envelope xmlns='" + Messages.SPI_008 + "'><a%dx" + "x".repeat(MIB) + "/></Envelope>";
        IsoReader reader = new IsoReader(IsoLimits.DEFAULT);
        Runtime memory = Runtime.getRuntime();
        System.gc();
        long before = memory.totalMemory() - memory.freeMemory();
        for (int i = 0; i < 128; i++) {
            byte[] body = String.format(unique, i).getBytes(UTF_8);
            assertThat(catchThrowable(() -> Messages.read(reader, body))).isInstanceOf(UnreadableXmlException.class);
        }
        System.gc();

        assertThat(memory.totalMemory() - memory.freeMemory() - before).isLessThan(48 * MIB);
        assertThat(reader).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-32", "IBM037", "ISO-8859-1"})
    void refusesOtherEncodingsThanThoseOfXml(String encoding) {
        String body = GOOD.replace("UTF-8", encoding).replace("SLEV", "é");

        assertRefused(body.getBytes(Charset.forName(encoding)), "the body", false);
    }

    @Test
    void refusesBytesThatAreNotWhatTheySayTheyAre() {
        assertRefused(GOOD.replace("SLEV", "é").getBytes(ISO_8859_1), ENCODING, false);
        assertRefused(GOOD.getBytes(UTF_16), NOT_XML, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a SYSTEM '%s'>",
                "<!DOCTYPE a PUBLIC '-//x//y' '%s'>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM '%s'>]>",
                "<!DOCTYPE a [<!ENTITY %% x SYSTEM '%s'> %%x;]>",
                "<!--%s-->"
            })
    void opensNothingThatABodyPointsTo(String prolog, @TempDir Path files) throws Exception {
        Path file = files.resolve("file");
        Files.writeString(file, "<!ENTITY x '" + E2E + "'>");
        AtomicInteger visits = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread host = countVisits(server, visits);
            String url = "http://127.0.0.1:" + server.getLocalPort() + "/x";
            for (String place : new String[] {url, file.toUri().toString(), file.toUri() + "-that-is-not-there"}) {
                assertNothingComesOf(pointing(prolog, place), prolog.startsWith("<!D"));
            }
            new Socket(server.getInetAddress(), server.getLocalPort()).close(); // a visit would be seen
            await().until(() -> visits.get() > 0);
            server.close();
            host.join();
        }
        assertThat(visits).hasValue(1);
    }

    private static Thread countVisits(ServerSocket server, AtomicInteger visits) {
        Thread host = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket visit = server.accept()) {
                    visits.addAndGet(visit.isConnected() ? 1 : 0);
                } catch (IOException e) {
                    // closed: the test is over
                }
            }
        });
        host.setDaemon(true);
        host.start();
        return host;
    }

    private static String pointing(String prolog, String place) {
        return GOOD.replace(DECLARATION, DECLARATION + String.format(prolog, place))
                .replace("SLEV", prolog.startsWith("<!D") ? "&x;" : "SLEV")
                .replace(
                        "<ChrgBr>",
                        "<ChrgBr xmlns:xi='http://www.w3.org/2001/XInclude'"
                                + " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='urn:x "
                                + place + "'><xi:include href='" + place + "'/>");
    }

    private static void assertNothingComesOf(String body, boolean hasDoctype) throws UnreadableXmlException {
        if (hasDoctype) {
            assertRefused(body.getBytes(UTF_8), NO_DOCTYPE, false);
        } else {
            assertThat(Messages.read(body)).isEqualTo(Messages.read(GOOD));
        }
    }

    private static void assertRefused(byte[] body, String answer, boolean tooLarge) {
        Throwable refusal = catchThrowable(() -> Messages.read(READER, body));

        assertThat(refusal)
                .isInstanceOfSatisfying(
                        UnreadableXmlException.class,
                        e -> assertThat(e.isTooLarge()).isEqualTo(tooLarge))
                .hasMessageStartingWith(answer)
                .hasNoCause();
        assertThat(refusal.getMessage())
                .doesNotContain("secret", "passwd", "xxx")
                .hasSizeLessThan(300);
        assertThat(refusal.getStackTrace()).isEmpty();
    }

    /** Within a second, and with no more garbage than a few times the body and 200 bytes for an element. */
    private static void assertCheaply(byte[] body, Runnable reading) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        reading.run(); // classes are loaded
        long elements =
                IntStream.range(0, body.length).filter(i -> body[i] == '<').count();
        long before = threads.getCurrentThreadAllocatedBytes();
        long began = threads.getCurrentThreadCpuTime();
        reading.run();
        long took = threads.getCurrentThreadCpuTime() - began;

        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .isLessThan(4 * MIB + 8L * body.length + 200 * elements);
        assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofSeconds(1));
    }

    private static String body() {
        return GOOD.substring(DECLARATION.length());
    }

    private static String doctype(String of) {
        return DECLARATION + "<!DOCTYPE Envelope" + of + ">" + body();
    }

    private static String numbered(String text, int count) {
        StringBuilder all = new StringBuilder();
        IntStream.range(0, count).forEach(i -> all.append(text.replace("%d", Integer.toString(i))));
        return all.toString();
    }

    /** Up to 65,536 names that have one hash where each character counts 31 times the one after it. */
    private static String collidingNames(int count, String element) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 16; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            all.append(element.replace("%s", name));
        }
        return "<Envelope xmlns='" + Messages.SPI_008 + "'>" + all + "</Envelope>";
    }
}
