package io.rastro.node.it;

import java.time.Instant;

/** What a node says of Pix accounts, in JSON. */
final class PixFrames {

    private PixFrames() {}

    /** Of a payment, by the number of the journal that it has. */
    static String id(long seq) {
        return "E99999999202611231200%011d".formatted(seq);
    }

    static String returnId(long seq) {
        return "D99999999202611231200%011d".formatted(seq);
    }

    /** @param more fields, each with a comma before it */
    static String event(String kind, long seq, String valor, String more) {
        Instant now = Instant.now();
        return """
                {"type":"event","kind":"%s","endToEndId":"%s","rtrId":null,"valor":"%s","occurredAt":"%s",\
                "counterparty":{"masked":"***.456.789-**","pseudonym":"k1.abc"},"flags":[],"verdict":"new","rule":null,\
                "eventId":"pix~%s~%d~0","seq":%d,"index":0,"receivedAt":"%s","cursor":"%d.0"%s}""".formatted(kind, id(seq), valor, now, ScriptedAccount.ID, seq, seq, now, seq, more);
    }

    static String payment(long seq) {
        return event("pagamento", seq, "10.00", "");
    }

    /** What the page takes of two fields of one name is the last one. */
    static String refund(long seq, long payment, String status, String more) {
        return event(
                "estorno",
                seq,
                "4.00",
                ",\"endToEndId\":\"%s\",\"rtrId\":\"%s\",\"status\":\"%s\"%s"
                        .formatted(id(payment), returnId(seq), status, more));
    }

    static String signals(String rule, String value, String limit) {
        return ",\"signals\":[{\"rule\":\"%s\",\"version\":1,\"score\":0.93,\"inputs\":{\"value\":\"%s\",\"limit\":\"%s\"}}]"
                .formatted(rule, value, limit);
    }

    /** @param above names of rules, in quotes */
    static String account(long seqNr, String above) {
        return account(seqNr, 996, above);
    }

    /** @param payments with 4 other items */
    static String account(long seqNr, long payments, String above) {
        return """
                {"accountId":"loja-1","totals":{"pagamento":{"count":%d,"valor":"90071992547409.93"},\
                "recebimento":{"count":3,"valor":"1234.50"},"estorno":{"count":1,"valor":"4.00"}},\
                "windows":[{"of":"pagamentos","minutes":1,"count":9,"valor":"90.00"},\
                {"of":"pagamentos","minutes":60,"count":12,"valor":"23145.90"},\
                {"of":"pagamentos","minutes":1440,"count":12,"valor":"23145.90"},\
                {"of":"recebimentos","minutes":1,"count":0,"valor":"0.00"},\
                {"of":"recebimentos","minutes":60,"count":1,"valor":"50.00"},\
                {"of":"recebimentos","minutes":1440,"count":3,"valor":"1234.50"},\
                {"of":"pequenos","minutes":60,"count":4,"valor":"31.00"},\
                {"of":"devolucoes","minutes":1440,"count":1,"valor":"4.00"}],\
                "nightValor":"810.00","usual":{"hours":31,"countPerHour":14.25,"valorPerHour":"3120.55"},\
                "above":[%s],"remembered":12,"seqNr":%d}""".formatted(payments, above, seqNr);
    }

    /** One of R$ 10 of which 4 went back and 5 are asked for, and of which 3 more were told. */
    static String known(long seq) {
        return known(seq, Instant.now());
    }

    static String known(long seq, Instant paidAt) {
        return """
                {"endToEndId":"%s","kind":"pagamento","valor":"10.00","horario":"%s","devolucoes":[\
                {"id":"v1","rtrId":"%s","valor":"4.00","natureza":"ORIGINAL","horario":{"solicitacao":"2026-11-23T12:01:00.000Z",\
                "liquidacao":"2026-11-23T12:02:00.000Z"},"status":"DEVOLVIDO"},\
                {"rtrId":"%s","valor":"5.00","horario":{"solicitacao":"2026-11-23T12:03:00.000Z"},"status":"EM_PROCESSAMENTO"},\
                {"rtrId":"%s","valor":"1.00","horario":{"solicitacao":"2026-11-23T12:04:00.000Z"},"status":"NAO_REALIZADO"}],\
                "violations":[{"rule":"above-original","kind":"estorno","rtrId":"%s","valor":"3.00","status":"DEVOLVIDO"}],\
                "seqNr":%d}""".formatted(id(seq), paidAt, returnId(1), returnId(2), returnId(3), returnId(4), seq);
    }

    static String problem(String type, int status, String detail) {
        return "{\"type\":\"urn:rastro:problem:%s\",\"title\":\"\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(type, status, detail);
    }
}
