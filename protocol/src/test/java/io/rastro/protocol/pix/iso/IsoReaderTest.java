package io.rastro.protocol.pix.iso;

import static io.rastro.protocol.pix.iso.Messages.E2E;
import static io.rastro.protocol.pix.iso.Messages.RETURN;
import static io.rastro.protocol.pix.iso.Messages.TRANSFER;
import static io.rastro.protocol.pix.iso.Messages.header;
import static io.rastro.protocol.pix.iso.Messages.read;
import static io.rastro.protocol.pix.iso.Messages.returns;
import static io.rastro.protocol.pix.iso.Messages.transfers;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.rastro.protocol.Rfc3339;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoReaderTest {

    @Test
    void readsTheSampleOfTheSpi() throws Exception {
        IsoMessage message = read(Messages.READER, resource("/pix/pacs008_1.13.xml"));
        Map<String, String> expected = expected();

        assertThat(message.kind()).isEqualTo(IsoKind.PACS_008);
        assertThat(message.rejections()).isEmpty();
        assertThat(message.transfers())
                .singleElement()
                .isEqualTo(new IsoTransfer(
                        expected.get("id"),
                        null,
                        null,
                        Long.parseLong(expected.get("centavos")),
                        Rfc3339.parse(expected.get("timestamp")),
                        new IsoParty(expected.get("debtor_ispb"), "90530802", "0001", "CACC", "12345678909"),
                        new IsoParty("99999A04", "1169414", "0001", "TRAN", "12345678000195"),
                        null,
                        null));
    }

    @Test
    void readsWhatACreditTransferMayTell() throws UnreadableXmlException {
        IsoTransfer transfer = transfer(TRANSFER);

        assertThat(transfer.txid()).isEqualTo("fatura42");
        assertThat(transfer.creditorKey()).isEqualTo(Messages.KEY);
        assertThat(transfer.debtor())
                .isEqualTo(new IsoParty("12345678", Messages.DEBTOR_ACCOUNT, "0001", "CACC", Messages.DEBTOR_CPF));
        assertThat(transfer.creditor())
                .isEqualTo(new IsoParty("99999A04", Messages.CREDITOR_ACCOUNT, "2", "TRAN", Messages.CREDITOR_CNPJ));
    }

    @Test
    void readsAReturn() throws UnreadableXmlException {
        IsoMessage message = read(returns(header(1) + RETURN));

        assertThat(message.kind()).isEqualTo(IsoKind.PACS_004);
        assertThat(message.transfers())
                .containsExactly(new IsoTransfer(
                        E2E,
                        Messages.RTR,
                        null,
                        250,
                        Rfc3339.parse("2026-11-21T10:35:23.050Z"),
                        new IsoParty("12345678", null, null, null, null),
                        new IsoParty("99999A04", null, null, null, null),
                        null,
                        "FR01"));
    }

    @Test
    void readsThePartiesOfAReturnAsIsoHasThem() throws UnreadableXmlException {
        String debtor = "<Dbtr><Pty><Id><OrgId><Othr><Id>" + Messages.CREDITOR_CNPJ
                + "</Id></Othr></OrgId></Id></Pty></Dbtr><CdtrAcct><Id><Othr><Id>88</Id></Othr></Id></CdtrAcct>"
                + "<Cdtr><Id><PrvtId><Othr><Id>" + Messages.DEBTOR_CPF
                + "</Id></Othr></PrvtId></Id></Cdtr></OrgnlTxRef>";
        IsoTransfer returned = read(returns(header(1) + RETURN.replace("</OrgnlTxRef>", debtor)))
                .transfers()
                .get(0);

        assertThat(returned.debtor()).isEqualTo(new IsoParty("12345678", null, null, null, Messages.CREDITOR_CNPJ));
        assertThat(returned.creditor()).isEqualTo(new IsoParty("99999A04", "88", null, null, Messages.DEBTOR_CPF));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.16", "2.0.1", "10.12"})
    void takesAnyVersionOfTheSpi(String version) throws UnreadableXmlException {
        String body = transfers(header(1) + TRANSFER).replace("pacs.008/1.13", "pacs.008/" + version);

        assertThat(read(body).transfers()).hasSize(1);
    }

    @Test
    void readsADocumentWithoutAnEnvelope() throws UnreadableXmlException {
        String body = "<Document xmlns=\"" + Messages.ISO_008 + "\"><FIToFICstmrCdtTrf>" + header(1) + TRANSFER
                + "</FIToFICstmrCdtTrf></Document>";

        assertThat(read(body)).isEqualTo(read(transfers(header(1) + TRANSFER)));
    }

    @Test
    void takesAPrefixForWhatItStandsFor() throws UnreadableXmlException {
        String plain = transfers(header(1) + TRANSFER);
        String prefixed =
                plain.replaceAll("<(/?)([A-Z])", "<$1p:$2").replace("p:Envelope xmlns=", "p:Envelope xmlns:p=");

        assertThat(read(prefixed)).isEqualTo(read(plain));
    }

    @Test
    void readsManyTransactionsAndNamesTheBadOnes() throws UnreadableXmlException {
        String[] all = IntStream.range(0, 1000)
                .mapToObj(
                        i -> i % 10 == 3 ? TRANSFER.replace("6.00", "6.001") : TRANSFER.replace("6.00", "6." + i / 100))
                .toArray(String[]::new);
        IsoMessage message = read(transfers(header(1000) + String.join("\n ", all)));

        assertThat(message.transactions()).isEqualTo(1000);
        assertThat(message.transfers()).hasSize(900);
        assertThat(message.transfers().get(899).centavos()).isEqualTo(690);
        assertThat(message.rejections()).hasSize(100).allMatch(bad -> bad.index() % 10 == 3);
        assertThat(message.rejections().get(99).index()).isEqualTo(993);
    }

    @Test
    void carriesNothingFromOneTransactionToTheNext() throws UnreadableXmlException {
        String bare = TRANSFER.replaceAll("<(DbtrAcct|CdtrAcct|Cdtr|Dbtr)>.*?</\\1>", "")
                .replaceAll("<TxId>.*</TxId>", "")
                .replaceAll("<AccptncDtTm>.*</AccptncDtTm>", "");
        IsoMessage message = read(transfers(header(2) + TRANSFER + bare));

        assertThat(message.transfers().get(1))
                .isEqualTo(new IsoTransfer(
                        E2E,
                        null,
                        null,
                        600,
                        Rfc3339.parse("2026-11-21T10:35:23.050Z"),
                        new IsoParty("12345678", null, null, null, null),
                        new IsoParty("99999A04", null, null, null, null),
                        null,
                        null));
    }

    @ParameterizedTest
    @CsvSource({
        "6, 600",
        "6.0, 600",
        "6.00, 600",
        "06.5, 650",
        "0.01, 1",
        "9999999999.99, 999999999999",
        "' 6.07\n', 607"
    })
    void readsAmountsAsIsoWritesDecimals(String amount, long centavos) throws UnreadableXmlException {
        assertThat(transfer(TRANSFER.replace(">6.00<", ">" + amount + "<")).centavos())
                .isEqualTo(centavos);
    }

    @Test
    void readsTheInstantAtAnyOffsetAndWithSpaceAround() throws UnreadableXmlException {
        String local = TRANSFER.replace("2026-11-21T10:35:20.700Z", "\n 2026-11-21T07:35:20.7-03:00 ");

        assertThat(transfer(local)).isEqualTo(transfer(TRANSFER));
    }

    @Test
    void readsCdataAndCharacterReferencesAsText() throws UnreadableXmlException {
        String odd = TRANSFER.replace(E2E, "<![CDATA[" + E2E.substring(0, 5) + "]]>" + E2E.substring(5))
                .replace("6.00", "6&#46;0&#x30;")
                .replace(Messages.KEY, "a&amp;b");

        assertThat(transfer(odd).endToEndId()).isEqualTo(E2E);
        assertThat(transfer(odd).centavos()).isEqualTo(600);
        assertThat(transfer(odd).creditorKey()).isEqualTo("a&b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE"})
    void readsTheEncodingsOfXml(String encoding) throws UnreadableXmlException {
        String body = transfers(header(1) + TRANSFER);
        byte[] bytes = body.replace("UTF-8", encoding).getBytes(Charset.forName(encoding));

        assertThat(read(Messages.READER, bytes)).isEqualTo(read(body));
    }

    @Test
    void readsPastAByteOrderMarkAndWithoutADeclaration() throws UnreadableXmlException {
        String body = transfers(header(1) + TRANSFER);

        assertThat(read("\uFEFF" + body)).isEqualTo(read(body));
        assertThat(read(body.substring(body.indexOf('\n') + 1))).isEqualTo(read(body));
    }

    @Test
    void readsAPartOfAnArray() throws UnreadableXmlException {
        String body = transfers(header(1) + TRANSFER);
        byte[] framed = ("<x>" + body + "</x>").getBytes(UTF_8);

        assertThat(Messages.READER.read(framed, 3, framed.length - 7)).isEqualTo(read(body));
    }

    @Test
    void passesOverWhatItDoesNotKnow() throws UnreadableXmlException {
        String more = transfers(
                        "<!-- a comment -->" + header(1) + "<SplmtryData><Envlp><CdtTrfTxInf/></Envlp></SplmtryData>"
                                + TRANSFER.replace(
                                        "<PmtId>",
                                        "<PmtId xml:space=\"preserve\" novo=\"1\"><Novo a=\"b\"><EndToEndId>x</EndToEndId></Novo>"))
                .replace(
                        "<Envelope",
                        "<Envelope xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                                + " xsi:schemaLocation=\"urn:x http://127.0.0.1:1/x.xsd\"");

        assertThat(read(more)).isEqualTo(read(transfers(header(1) + TRANSFER)));
    }

    @Test
    void passesOverASignatureWithoutChecking() throws UnreadableXmlException {
        String signature = "<Sgntr><ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:KeyInfo>"
                + "<ds:X509Certificate>" + "MIIC".repeat(1000)
                + "</ds:X509Certificate></ds:KeyInfo></ds:Signature></Sgntr>";
        String body = transfers(header(1) + TRANSFER);

        assertThat(read(body.replace("<Sgntr/>", signature))).isEqualTo(read(body));
    }

    @Test
    void servesManyThreads() throws Exception {
        String body = transfers(header(1) + TRANSFER);
        IsoMessage expected = read(body);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            var reads = IntStream.range(0, 200)
                    .<Future<IsoMessage>>mapToObj(i -> threads.submit(() -> read(body)))
                    .toList();
            for (Future<IsoMessage> one : reads) {
                assertThat(one.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void showsNothingPersonal() throws UnreadableXmlException {
        IsoMessage message = read(transfers(header(1) + TRANSFER));

        assertThat(message.toString()).contains(E2E, "12345678".substring(0, 3)).doesNotContain(Messages.PERSONAL);
        assertThat(message.transfers().get(0).debtor().toString())
                .contains("12345678")
                .doesNotContain(Messages.PERSONAL);
        assertThat(read(returns(header(1) + RETURN)).toString()).contains(Messages.RTR);
    }

    @Test
    void boundsTransactionsWhetherDeclaredOrThere() {
        IsoReader two = new IsoReader(new IsoLimits(1 << 20, 2, 1000, 100, 32, 16, 4096));
        String[] bodies = {
            transfers(header(3)), transfers(header(2) + TRANSFER + TRANSFER + TRANSFER), transfers(header(999_999_999))
        };

        for (String body : bodies) {
            assertThatThrownBy(() -> read(two, body.getBytes(UTF_8)))
                    .isInstanceOfSatisfying(
                            UnreadableXmlException.class,
                            e -> assertThat(e.isTooLarge()).isTrue())
                    .hasMessage("the body holds more than 2 transactions");
        }
    }

    private static IsoTransfer transfer(String transaction) throws UnreadableXmlException {
        IsoMessage message = read(transfers(header(1) + transaction));
        assertThat(message.rejections()).isEmpty();
        return message.transfers().get(0);
    }

    private static Map<String, String> expected() throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser in = new JsonFactory().createParser(resource("/pix/pacs_expected.json"))) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token.isScalarValue()) {
                    fields.put(in.currentName(), in.getText());
                }
            }
        }
        return fields;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = IsoReaderTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
