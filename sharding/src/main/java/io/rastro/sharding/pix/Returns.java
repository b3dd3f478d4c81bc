package io.rastro.sharding.pix;

import io.rastro.protocol.pix.DevolucaoStatus;
import io.rastro.protocol.pix.Natureza;
import io.rastro.protocol.pix.PixItem;
import io.rastro.protocol.pix.PixKind;
import io.rastro.protocol.pix.ReturnRequest;
import io.rastro.protocol.pix.journal.Return;
import io.rastro.protocol.pix.journal.Rule;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request that something of a received payment go back: {@code PUT …/pix/{e2eid}/devolucao/{id}} of the Pix API
 * 2.9.0, in whose words it is refused. Whether it comes to a change the {@link PixPlan} of the accepted item tells.
 */
public final class Returns {

    /** What a request comes to. */
    sealed interface Answer {}

    /** It is to be written down; of status EM_PROCESSAMENTO. */
    record Accepted(PixItem item) implements Answer {}

    /** It was made before. */
    record Known(Return before) implements Answer {}

    /** A problem as RFC 7807 has it. */
    record Refused(Problem problem, String detail) implements Answer {}

    /** The problems of the Pix API that a request can meet. */
    public enum Problem {
        INVALID(400, "PixDevolucaoInvalida", "Devolução inválida."),
        NOT_FOUND(404, "NaoEncontrado", "Não Encontrado");

        private final int status;
        private final String name;
        private final String title;

        Problem(int status, String name, String title) {
            this.status = status;
            this.name = name;
            this.title = title;
        }

        public int status() {
            return status;
        }

        public String type() {
            return "https://pix.bcb.gov.br/api/v2/error/" + name;
        }

        public String title() {
            return title;
        }
    }

    private Returns() {}

    /**
     * @param payment all that is known of it, also what the table has; null when there is nothing
     * @param devolucaoId what who asks calls it
     * @param reading of the body
     * @param rtrId of the return, if it comes to one; never used before
     */
    static Answer request(
            @Nullable Payment payment,
            String devolucaoId,
            ReturnRequest.Reading reading,
            long nowMillis,
            String rtrId) {
        // Of one that the account paid, the receiver may ask for it.
        if (payment == null || payment.original() == null || payment.original().kind() != PixKind.RECEBIMENTO) {
            return new Refused(Problem.NOT_FOUND, "Entidade não encontrada.");
        }
        if (!ReturnRequest.isId(devolucaoId)) {
            return invalid("O parâmetro `id` não respeita o schema.");
        }
        if (reading instanceof ReturnRequest.Reading.Refused refused) {
            return invalid("O campo `devolucao." + refused.field() + "` não respeita o schema.");
        }
        ReturnRequest asked = ((ReturnRequest.Reading.Asked) reading).request();
        return answer(payment, item(payment.endToEndId(), rtrId, devolucaoId, asked, nowMillis));
    }

    private static Answer answer(Payment payment, PixItem item) {
        Optional<Return> before = Optional.ofNullable(item.devolucaoId()).flatMap(payment::devolucao);
        if (before.isPresent()) {
            return isSame(before.get(), item) ? new Known(before.get()) : refused(Rule.DEVOLUCAO_REUSED);
        }
        Rule rule = Judgement.againstNew(payment, item);
        return rule == null ? new Accepted(item) : refused(rule);
    }

    /** One that a provider told without {@code natureza} is ORIGINAL, as the Pix API has it. */
    private static boolean isSame(Return before, PixItem asked) {
        return before.centavos() == asked.centavos()
                && Objects.requireNonNullElse(before.natureza(), Natureza.ORIGINAL.name())
                        .equals(asked.natureza());
    }

    private static PixItem item(
            String endToEndId, String rtrId, String devolucaoId, ReturnRequest asked, long nowMillis) {
        return new PixItem(
                PixKind.ESTORNO,
                endToEndId,
                rtrId,
                devolucaoId,
                asked.centavos(),
                nowMillis,
                null,
                null,
                null,
                DevolucaoStatus.EM_PROCESSAMENTO.name(),
                asked.natureza().name(),
                Set.of());
    }

    private static Refused refused(Rule rule) {
        return invalid(
                switch (rule) {
                    case ABOVE_ORIGINAL ->
                        "A presente requisição de devolução, em conjunto com as demais prévias"
                                + " devoluções, se aplicável, excederia o valor do Pix originário.";
                    case TOO_LATE ->
                        "A presente requisição de devolução viola a janela de tempo permitida para"
                                + " solicitações de devoluções de um Pix (hoje estabelecida como 90 dias desde a data de"
                                + " liquidação original do Pix).";
                    case TOO_MANY -> "O Pix originário já tem o número máximo de devoluções.";
                    case PAYMENT_REUSED, RETURN_REUSED, DEVOLUCAO_REUSED, STATUS_CONFLICT ->
                        "A presente requisição de"
                                + " devolução apresenta um `id` já utilizado por outra requisição de devolução para o"
                                + " `e2eid` em questão.";
                });
    }

    private static Refused invalid(String detail) {
        return new Refused(Problem.INVALID, detail);
    }
}
