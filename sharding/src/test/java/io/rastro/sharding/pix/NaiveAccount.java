package io.rastro.sharding.pix;

import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.journal.Decided;
import io.rastro.protocol.pix.journal.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules once more, told over plain maps that keep everything for ever. */
final class NaiveAccount {

    /** What an item comes to: the verdict, the rule's word, and what joins and does not join. */
    record Answer(String verdict, @Nullable String rule, List<String> joined, Map<String, String> refused) {

        static Answer of(String verdict) {
            return new Answer(verdict, null, List.of(), Map.of());
        }

        static Answer of(Decided decided) {
            Map<String, String> refused = new HashMap<>();
            decided.refused()
                    .forEach(each -> refused.put(each.rtrId(), each.rule().word()));
            Rule rule = decided.rule();
            return new Answer(decided.verdict().name(), rule == null ? null : rule.word(), decided.joined(), refused);
        }
    }

    static final class Back {
        final String endToEndId;
        final String rtrId;
        final long centavos;
        final int arrival;

        @Nullable
        String devolucaoId;

        String status;
        long statusAt;
        long askedAt;

        Back(PixItem item, int arrival) {
            this.endToEndId = item.endToEndId();
            this.rtrId = item.id();
            this.centavos = item.centavos();
            this.arrival = arrival;
            this.devolucaoId = item.devolucaoId();
            this.status = Objects.requireNonNull(item.status());
            this.statusAt = item.occurredAtMillis();
            this.askedAt = item.requestedAtMillis();
        }

        boolean counts() {
            return !status.equals("NAO_REALIZADO");
        }
    }

    final Map<String, PixItem> payments = new HashMap<>();
    final Map<String, Back> returns = new HashMap<>();
    private final Set<String> violations = new HashSet<>();
    private int arrivals;

    /** @param fact whether a violation of it is remembered */
    Answer tell(PixItem item, boolean fact) {
        Answer answer = item.kind() == PixKind.ESTORNO ? tellReturn(item) : tellPayment(item);
        if (answer.rule == null) {
            return answer;
        }
        String violation = violation(
                answer.rule,
                item.endToEndId(),
                item.id(),
                item.devolucaoId(),
                item.centavos(),
                item.kind() + "/" + item.status());
        boolean known = violations.contains(violation);
        if (fact) {
            violations.add(violation);
        }
        return new Answer(known ? "DUPLICATE" : "VIOLATION", answer.rule, List.of(), Map.of());
    }

    private static String violation(
            String rule, String endToEndId, String id, @Nullable String devolucaoId, long centavos, String rest) {
        return String.join("|", rule, endToEndId, id, String.valueOf(devolucaoId), String.valueOf(centavos), rest);
    }

    private static Answer broken(String rule) {
        return new Answer("VIOLATION", rule, List.of(), Map.of());
    }

    private Answer tellPayment(PixItem item) {
        PixItem before = payments.get(item.endToEndId());
        if (before != null) {
            return before.kind() == item.kind() && before.centavos() == item.centavos()
                    ? Answer.of("DUPLICATE")
                    : broken("id-reused");
        }
        List<Back> waiting = new ArrayList<>(of(item.endToEndId()));
        waiting.sort(Comparator.<Back>comparingLong(each -> each.askedAt).thenComparing(each -> each.arrival));
        payments.put(item.endToEndId(), item);
        waiting.forEach(each -> returns.remove(each.rtrId));
        List<String> joined = new ArrayList<>();
        Map<String, String> refused = new HashMap<>();
        for (Back each : waiting) {
            String rule = beyond(item, each.centavos, each.counts(), each.askedAt);
            if (rule == null) {
                joined.add(each.rtrId);
                returns.put(each.rtrId, each);
            } else {
                refused.put(each.rtrId, rule);
                violations.add(violation(
                        rule, each.endToEndId, each.rtrId, each.devolucaoId, each.centavos, "ESTORNO/" + each.status));
            }
        }
        return new Answer("NEW", null, joined, refused);
    }

    private @Nullable String beyond(PixItem payment, long centavos, boolean counts, long at) {
        if (counts && sum(payment.endToEndId()) + centavos > payment.centavos()) {
            return "above-original";
        }
        return at - payment.occurredAtMillis() > 90L * 24 * 60 * 60 * 1000 ? "too-late" : null;
    }

    private Answer tellReturn(PixItem item) {
        Back before = returns.get(item.id());
        boolean idTaken = of(item.endToEndId()).stream()
                .anyMatch(each -> !each.rtrId.equals(item.id())
                        && each.devolucaoId != null
                        && each.devolucaoId.equals(item.devolucaoId()));
        if (before != null) {
            return tellAgain(item, before, idTaken);
        }
        if (idTaken) {
            return broken("id-reused");
        }
        PixItem payment = payments.get(item.endToEndId());
        if (payment != null) {
            String rule =
                    beyond(payment, item.centavos(), !"NAO_REALIZADO".equals(item.status()), item.requestedAtMillis());
            if (rule != null) {
                return broken(rule);
            }
        }
        returns.put(item.id(), new Back(item, arrivals++));
        return Answer.of(payment == null ? "WAITING" : "NEW");
    }

    private static Answer tellAgain(PixItem item, Back before, boolean idTaken) {
        boolean otherId = before.devolucaoId != null
                && item.devolucaoId() != null
                && !before.devolucaoId.equals(item.devolucaoId());
        if (!before.endToEndId.equals(item.endToEndId()) || before.centavos != item.centavos() || otherId || idTaken) {
            return broken("id-reused");
        }
        String status = Objects.requireNonNull(item.status());
        boolean same = status.equals(before.status);
        if (!same && isLast(status) && isLast(before.status)) {
            return broken("status-conflict");
        }
        boolean forward = !same && isFurther(status, item.occurredAtMillis(), before.status, before.statusAt);
        boolean learns = learns(item, before, same);
        if (forward) {
            before.status = status;
            before.statusAt = item.occurredAtMillis();
        }
        return Answer.of(forward ? "ADVANCES" : learns ? "COMPLETES" : "DUPLICATE");
    }

    private static boolean learns(PixItem item, Back before, boolean same) {
        boolean learns = false;
        if (before.devolucaoId == null && item.devolucaoId() != null) {
            before.devolucaoId = item.devolucaoId();
            learns = true;
        }
        if (item.requestedAtMillis() < before.askedAt) {
            before.askedAt = item.requestedAtMillis();
            learns = true;
        }
        boolean named = isLast(before.status) || before.status.equals("EM_PROCESSAMENTO");
        long at = item.occurredAtMillis();
        if (same && (named ? at < before.statusAt : at > before.statusAt)) {
            before.statusAt = at;
            learns = true;
        }
        return learns;
    }

    private static boolean isLast(String status) {
        return status.equals("DEVOLVIDO") || status.equals("NAO_REALIZADO");
    }

    private static boolean isFurther(String status, long at, String than, long thanAt) {
        if (isLast(status) || than.equals("EM_PROCESSAMENTO")) {
            return true;
        }
        if (isLast(than) || status.equals("EM_PROCESSAMENTO")) {
            return false;
        }
        return at > thanAt || (at == thanAt && status.compareTo(than) > 0);
    }

    List<Back> of(String endToEndId) {
        return returns.values().stream()
                .filter(each -> each.endToEndId.equals(endToEndId))
                .toList();
    }

    long sum(String endToEndId) {
        return of(endToEndId).stream()
                .filter(Back::counts)
                .mapToLong(each -> each.centavos)
                .sum();
    }
}
