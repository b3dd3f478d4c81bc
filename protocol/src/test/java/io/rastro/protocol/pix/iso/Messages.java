package io.rastro.protocol.pix.iso;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Messages with made-up people, and what there is to say of reading them. */
final class Messages {

    static final String SPI_008 = "https://www.bcb.gov.br/pi/pacs.008/1.13";
    static final String SPI_004 = "https://www.bcb.gov.br/pi/pacs.004/1.5";
    static final String ISO_008 = "urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08";

    static final String E2E = "E12345678202611211035abcDEF12345";
    static final String RTR = "D99999A04202611221100abcDEF12345";
    static final String DEBTOR_CPF = "98765432100";
    static final String CREDITOR_CNPJ = "11222333000181";
    static final String DEBTOR_ACCOUNT = "7700123456";
    static final String CREDITOR_ACCOUNT = "8800567890";
    static final String KEY = "+5561988887777";
    static final String NAME = "Beatriz Inventada";
    static final String[] PERSONAL = {
        DEBTOR_CPF, CREDITOR_CNPJ, DEBTOR_ACCOUNT, CREDITOR_ACCOUNT, KEY, NAME, "Inventada"
    };

    static final String TRANSFER =
            "<CdtTrfTxInf><PmtId><EndToEndId>" + E2E + "</EndToEndId><TxId>fatura42</TxId></PmtId>"
                    + "<IntrBkSttlmAmt Ccy=\"BRL\">6.00</IntrBkSttlmAmt><AccptncDtTm>2026-11-21T10:35:20.700Z</AccptncDtTm>"
                    + "<ChrgBr>SLEV</ChrgBr><Dbtr><Nm>" + NAME + "</Nm><Id><PrvtId><Othr><Id>" + DEBTOR_CPF
                    + "</Id></Othr></PrvtId></Id></Dbtr><DbtrAcct><Id><Othr><Id>" + DEBTOR_ACCOUNT
                    + "</Id><Issr>0001</Issr></Othr></Id><Tp><Cd>CACC</Cd></Tp></DbtrAcct>"
                    + "<DbtrAgt><FinInstnId><ClrSysMmbId><MmbId>12345678</MmbId></ClrSysMmbId></FinInstnId></DbtrAgt>"
                    + "<CdtrAgt><FinInstnId><ClrSysMmbId><MmbId>99999A04</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>"
                    + "<Cdtr><Id><PrvtId><Othr><Id>" + CREDITOR_CNPJ
                    + "</Id></Othr></PrvtId></Id></Cdtr><CdtrAcct><Id><Othr><Id>" + CREDITOR_ACCOUNT
                    + "</Id><Issr>2</Issr></Othr></Id><Tp><Cd>TRAN</Cd></Tp><Prxy><Id>" + KEY
                    + "</Id></Prxy></CdtrAcct><Purp><Cd>IPAY</Cd></Purp></CdtTrfTxInf>";

    static final String RETURN = "<TxInf><RtrId>" + RTR + "</RtrId><OrgnlEndToEndId>" + E2E
            + "</OrgnlEndToEndId><RtrdIntrBkSttlmAmt Ccy=\"BRL\">2.5</RtrdIntrBkSttlmAmt><SttlmPrty>HIGH</SttlmPrty>"
            + "<ChrgBr>SLEV</ChrgBr><RtrRsnInf><Rsn><Cd>FR01</Cd></Rsn><AddtlInf>a pedido</AddtlInf></RtrRsnInf>"
            + "<OrgnlTxRef><RmtInf><Ustrd>texto livre</Ustrd></RmtInf>"
            + "<DbtrAgt><FinInstnId><ClrSysMmbId><MmbId>12345678</MmbId></ClrSysMmbId></FinInstnId></DbtrAgt>"
            + "<CdtrAgt><FinInstnId><ClrSysMmbId><MmbId>99999A04</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>"
            + "</OrgnlTxRef></TxInf>";

    static final IsoReader READER = new IsoReader(IsoLimits.DEFAULT);

    private Messages() {}

    static String header(int count) {
        return "<GrpHdr><MsgId>M000381660MEUGLGGA21S3D8M1PYVRXX</MsgId>"
                + "<CreDtTm>2026-11-21T10:35:23.050Z</CreDtTm><NbOfTxs>" + count + "</NbOfTxs></GrpHdr>";
    }

    /** A pacs.008 of the SPI with what its message element holds. */
    static String transfers(String content) {
        return envelope(SPI_008, "<FIToFICstmrCdtTrf>" + content + "</FIToFICstmrCdtTrf>");
    }

    /** A pacs.004 of the SPI with what its message element holds. */
    static String returns(String content) {
        return envelope(SPI_004, "<PmtRtr>" + content + "</PmtRtr>");
    }

    static String envelope(String namespace, String document) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<Envelope xmlns=\"" + namespace
                + "\"><AppHdr><BizMsgIdr>M000381660MEUGLGGA21S3D8M1PYVRXX</BizMsgIdr><Sgntr/></AppHdr><Document>"
                + document + "</Document></Envelope>";
    }

    static IsoMessage read(String body) throws UnreadableXmlException {
        return read(READER, body.getBytes(UTF_8));
    }

    static IsoMessage read(IsoReader reader, byte[] body) throws UnreadableXmlException {
        return reader.read(body, 0, body.length);
    }
}
