package io.rastro.protocol.pix.iso;

import static io.rastro.protocol.pix.iso.Messages.E2E;
import static io.rastro.protocol.pix.iso.Messages.RETURN;
import static io.rastro.protocol.pix.iso.Messages.TRANSFER;
import static io.rastro.protocol.pix.iso.Messages.header;
import static io.rastro.protocol.pix.iso.Messages.read;
import static io.rastro.protocol.pix.iso.Messages.returns;
import static io.rastro.protocol.pix.iso.Messages.transfers;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsoRejectionTest {

    private static final String E2E_RULE = "must be E and 31 of [a-zA-Z0-9]";
    private static final String AMOUNT_RULE = "must be 1 to 10 digits, and after a point at most 2 more";
    private static final String TIME_RULE = "must be an instant such as 2026-11-21T08:15:30.123Z";
    private static final String PLAIN = "must hold text alone, without elements or comments in it";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12345678202611211035abcDEF12345 | '' | PmtId/EndToEndId |" + E2E_RULE,
                "E12345678202611211035 | e12345678202611211035 | PmtId/EndToEndId |" + E2E_RULE,
                "DEF12345< | DEF1234< | PmtId/EndToEndId |" + E2E_RULE,
                "DEF12345< | DEF123456< | PmtId/EndToEndId |" + E2E_RULE,
                "DEF12345< | DEF1234é< | PmtId/EndToEndId |" + E2E_RULE,
                "'<EndToEndId>' | '<EndToEndId> ' | PmtId/EndToEndId |" + E2E_RULE,
                "<EndToEndId>E1 | <EndToEndId>E<!-- -->1 | PmtId/EndToEndId |" + PLAIN,
                "<EndToEndId>E1 | <EndToEndId>E<b>2</b>1 | PmtId/EndToEndId |" + PLAIN,
                "</PmtId> | <EndToEndId>E1</EndToEndId></PmtId> | PmtId/EndToEndId | appears twice",
                "</PmtId> | </PmtId><PmtId/> | PmtId | appears twice",
                "</PrvtId> | </PrvtId><OrgId><Othr><Id>11222333000181</Id></Othr></OrgId>"
                        + " | Dbtr/Id/OrgId/Othr/Id | appears twice",
                "</Othr></PrvtId> | </Othr><Othr><Id>1</Id></Othr></PrvtId> | Dbtr/Id/PrvtId/Othr | appears twice",
                "fatura42 | fatura-42 | PmtId/TxId | must be 1 to 35 of [a-zA-Z0-9]",
                ">6.00 | >6.001 | IntrBkSttlmAmt |" + AMOUNT_RULE,
                ">6.00 | >-6.00 | IntrBkSttlmAmt |" + AMOUNT_RULE,
                ">6.00 | >+6.00 | IntrBkSttlmAmt |" + AMOUNT_RULE,
                ">6.00 | >6,00 | IntrBkSttlmAmt |" + AMOUNT_RULE,
                ">6.00 | >6. | IntrBkSttlmAmt |" + AMOUNT_RULE,
                ">6.00 | >.6 | IntrBkSttlmAmt |" + AMOUNT_RULE,
                ">6.00 | >6e1 | IntrBkSttlmAmt |" + AMOUNT_RULE,
                ">6.00 | >NaN | IntrBkSttlmAmt |" + AMOUNT_RULE,
                ">6.00 | >٦ | IntrBkSttlmAmt |" + AMOUNT_RULE,
                ">6.00 | >12345678901 | IntrBkSttlmAmt |" + AMOUNT_RULE,
                ">6.00 | > | IntrBkSttlmAmt |" + AMOUNT_RULE,
                ">6.00 | >0.00 | IntrBkSttlmAmt | must be above 0",
                "BRL | USD | IntrBkSttlmAmt/@Ccy | must be BRL",
                "Ccy= | ccy= | IntrBkSttlmAmt/@Ccy | must be BRL",
                "Ccy= | xmlns:f='urn:f' f:Ccy= | IntrBkSttlmAmt/@Ccy | must be BRL",
                "20.700Z | 20.700 | AccptncDtTm |" + TIME_RULE,
                "-21T10:35:20 | -31T10:35:20 | AccptncDtTm |" + TIME_RULE,
                "<Id>98765432100 | <Id>9876543210 | Dbtr/Id/PrvtId/Othr/Id | must be a CPF or a CNPJ",
                "<Id>11222333000181 | <Id>1122233300018A | Cdtr/Id/PrvtId/Othr/Id | must be a CPF or a CNPJ",
                "7700123456 | 7700-12345 | DbtrAcct/Id/Othr/Id | must be 1 to 20 of [0-9A-Z]",
                "8800567890 | 880056789088005678901 | CdtrAcct/Id/Othr/Id | must be 1 to 20 of [0-9A-Z]",
                "0001 | 00001 | DbtrAcct/Id/Othr/Issr | must be 1 to 4 digits",
                ">2< | >A< | CdtrAcct/Id/Othr/Issr | must be 1 to 4 digits",
                "CACC | cacc | DbtrAcct/Tp/Cd | must be 1 to 4 of [A-Z0-9]",
                "TRAN | TRANS | CdtrAcct/Tp/Cd | must be 1 to 4 of [A-Z0-9]",
                "<MmbId>12345678 | <MmbId>1234567 | DbtrAgt/FinInstnId/ClrSysMmbId/MmbId | must be 8 of [0-9A-Z]",
                "99999A04 | 99999a04 | CdtrAgt/FinInstnId/ClrSysMmbId/MmbId | must be 8 of [0-9A-Z]",
                "+5561988887777 | a b | CdtrAcct/Prxy/Id | must be 1 to 77 characters of visible ASCII",
                "<EndToEndId>E12345678202611211035abcDEF12345</EndToEndId> | '' | PmtId/EndToEndId | is required",
                "<IntrBkSttlmAmt Ccy='BRL'>6.00</IntrBkSttlmAmt> | '' | IntrBkSttlmAmt | is required",
                "<MmbId>12345678</MmbId> | '' | DbtrAgt/FinInstnId/ClrSysMmbId/MmbId | is required",
                "<MmbId>99999A04</MmbId> | '' | CdtrAgt/FinInstnId/ClrSysMmbId/MmbId | is required",
                "<MmbId>99999A04</MmbId> | <MmbId xmlns=''>99999A04</MmbId>"
                        + " | CdtrAgt/FinInstnId/ClrSysMmbId/MmbId | is required",
            })
    void namesWhatIsWrongWithACreditTransfer(String good, String bad, String field, String reason)
            throws UnreadableXmlException {
        assertRejected(transfers(header(2) + TRANSFER + replaced(TRANSFER, good, bad)), field, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<RtrId>D | <RtrId>E | RtrId | must be D and 31 of [a-zA-Z0-9]",
                "<OrgnlEndToEndId>E | <OrgnlEndToEndId>D | OrgnlEndToEndId |" + E2E_RULE,
                ">2.5< | >2.505< | RtrdIntrBkSttlmAmt |" + AMOUNT_RULE,
                "BRL | EUR | RtrdIntrBkSttlmAmt/@Ccy | must be BRL",
                "FR01 | FR0 | RtrRsnInf/Rsn/Cd | must be 4 of [A-Z0-9]",
                "<Cd>FR01</Cd> | <Prtry>FR01</Prtry> | RtrRsnInf/Rsn/Cd | is required",
                "</RtrRsnInf> | </RtrRsnInf><RtrRsnInf/> | RtrRsnInf | appears twice",
                "<MmbId>12345678 | <MmbId>1 | OrgnlTxRef/DbtrAgt/FinInstnId/ClrSysMmbId/MmbId | must be 8 of [0-9A-Z]",
            })
    void namesWhatIsWrongWithAReturn(String good, String bad, String field, String reason)
            throws UnreadableXmlException {
        assertRejected(returns(header(2) + RETURN + replaced(RETURN, good, bad)), field, reason);
    }

    @Test
    void takesReasonsThatCameUpSince() throws UnreadableXmlException {
        assertThat(read(returns(header(1) + RETURN.replace("FR01", "ZZ99")))
                        .transfers()
                        .get(0)
                        .reason())
                .isEqualTo("ZZ99");
    }

    @Test
    void takesNoElementOfAnotherNamespace() throws UnreadableXmlException {
        String foreign = "<f:EndToEndId xmlns:f=\"urn:f\">E00000000000000000000000000000000</f:EndToEndId>";
        String spoofed = TRANSFER.replace("<PmtId>", "<PmtId>" + foreign);

        assertThat(read(transfers(header(1) + spoofed)).transfers().get(0).endToEndId())
                .isEqualTo(E2E);
    }

    @Test
    void wantsSomeInstant() throws UnreadableXmlException {
        String without = header(1).replaceAll("<CreDtTm>.*</CreDtTm>", "");
        String timeless = TRANSFER.replaceAll("<AccptncDtTm>.*</AccptncDtTm>", "");

        assertThat(read(transfers(without + TRANSFER)).transfers()).hasSize(1);
        assertThat(read(transfers(without + timeless)).rejections())
                .containsExactly(new IsoRejection(0, "AccptncDtTm", "is required where GrpHdr/CreDtTm is absent"));
    }

    private static void assertRejected(String body, String field, String reason) throws UnreadableXmlException {
        IsoMessage message = read(body);

        assertThat(message.rejections()).containsExactly(new IsoRejection(1, field, reason));
        assertThat(message.transfers()).hasSize(1);
        assertThat(message.transactions()).isEqualTo(2);
    }

    private static String replaced(String transaction, String good, String bad) {
        String known = good.replace('\'', '"');
        assertThat(transaction).contains(known);
        int at = transaction.indexOf(known);
        return transaction.substring(0, at) + bad.replace('\'', '"') + transaction.substring(at + known.length());
    }
}
