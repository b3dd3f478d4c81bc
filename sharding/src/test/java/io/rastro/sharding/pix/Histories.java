package io.rastro.sharding.pix;

import static io.rastro.sharding.pix.Items.e2e;
import static io.rastro.sharding.pix.Items.rtr;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What happened on an account, at random, and how it was told. */
final class Histories {

    static final int PAYMENTS = 300;

    private static final String[] STATUSES = {
        "EM_PROCESSAMENTO", "AGENDADO", "BLOQUEADO", "DEVOLVIDO", "DEVOLVIDO", "NAO_REALIZADO"
    };

    private Histories() {}

    /** @param contradictions whether ids are reused, and returns too late, too much or told of in two ways */
    static List<PixItem> history(Random random, boolean contradictions) {
        List<PixItem> items = new ArrayList<>();
        for (int i = 0; i < PAYMENTS; i++) {
            long centavos = 100 + random.nextInt(1_000);
            PixKind kind = random.nextInt(3) == 0 ? PixKind.PAGAMENTO : PixKind.RECEBIMENTO;
            items.add(Items.payment(kind, e2e(i), centavos, Items.at(i)));
            if (contradictions && random.nextInt(20) == 0) {
                items.add(Items.payment(kind, e2e(i), centavos + random.nextInt(2), Items.at(i + 700)));
            }
            int returns = random.nextInt(4);
            for (int j = 0; j < returns; j++) {
                long most = contradictions ? centavos * 2 / 3 : centavos / returns;
                addReturn(items, random, i, 4 * i + j, 1 + random.nextLong(most), contradictions);
            }
        }
        return items;
    }

    private static void addReturn(
            List<PixItem> items, Random random, int payment, int number, long centavos, boolean contradictions) {
        int days = contradictions && random.nextInt(12) == 0 ? 91 : random.nextInt(90);
        String last = "";
        int told = 1 + random.nextInt(4);
        for (int i = 0; i < told; i++) {
            String status = STATUSES[random.nextInt(STATUSES.length)];
            boolean ends = status.equals("DEVOLVIDO") || status.equals("NAO_REALIZADO");
            if (ends && !last.isEmpty() && !status.equals(last) && !contradictions) {
                status = last;
            }
            last = ends ? status : last;
            boolean odd = contradictions && random.nextInt(25) == 0;
            String devolucaoId = random.nextInt(4) == 0 ? null : "dev" + (odd ? number / 2 * 2 : number);
            long valor = contradictions && random.nextInt(30) == 0 ? centavos + 1 : centavos;
            int of = contradictions && random.nextInt(30) == 0 ? random.nextInt(PAYMENTS) : payment;
            items.add(Items.returned(
                    e2e(of),
                    rtr(number),
                    devolucaoId,
                    valor,
                    status,
                    Items.at(payment).plus(Duration.ofDays(days)).plusSeconds(random.nextInt(4))));
        }
    }

    /** Each item up to four times; near its place in time at first, or long before or after. */
    static List<PixItem> deliveries(Random random, List<PixItem> history) {
        record Delivery(double at, PixItem item) {}
        List<Delivery> deliveries = new ArrayList<>();
        for (int i = 0; i < history.size(); i++) {
            int times = 1 + random.nextInt(4);
            for (int j = 0; j < times; j++) {
                double far = random.nextInt(4) == 0 ? history.size() : 30;
                deliveries.add(new Delivery(i + random.nextGaussian() * far, history.get(i)));
            }
        }
        deliveries.sort((one, other) -> Double.compare(one.at, other.at));
        return deliveries.stream().map(Delivery::item).toList();
    }
}
