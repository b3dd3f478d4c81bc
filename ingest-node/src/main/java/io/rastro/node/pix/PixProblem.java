package io.rastro.node.pix;

import io.rastro.node.http.Route;
import io.rastro.node.http.Unavailable;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemException;
import io.rastro.node.problem.ProblemKind;
import io.rastro.sharding.pix.Returns;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** A refusal as the Pix API 2.9.0 has it, with type, title and words of its own. */
record PixProblem(int status, String title, String uri) implements ProblemKind {

    private static final PixProblem UNAVAILABLE =
            new PixProblem(503, "Serviço Indisponível", "https://pix.bcb.gov.br/api/v2/error/ServicoIndisponivel");

    private static final String NOT_NOW = "Serviço não está disponível no momento. Serviço solicitado pode estar em"
            + " manutenção ou fora da janela de funcionamento.";

    static Problem of(Returns.Problem problem, String detail) {
        return Problem.of(new PixProblem(problem.status(), problem.title(), problem.type()), detail);
    }

    static Problem notFound() {
        return of(Returns.Problem.NOT_FOUND, "Entidade não encontrada.");
    }

    static Problem invalid(String detail) {
        return of(Returns.Problem.INVALID, detail);
    }

    /**
     * Has a handler say in the words of the Pix API that it cannot just now. What the Pix API has no word for, such as a body
     * that comes too slowly, stays as it is.
     */
    static Route.Handler inItsWords(Route.Handler handler) {
        return (request, variables) -> {
            try {
                return handler.handle(request, variables).handle((response, failure) -> {
                    if (response == null) {
                        throw inItsWords(failure);
                    }
                    return response;
                });
            } catch (ProblemException e) {
                throw inItsWords(e);
            }
        };
    }

    private static RuntimeException inItsWords(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return unavailable(Unavailable.noAnswerInTime());
        }
        if (cause instanceof ProblemException known && known.problem().type().status() == UNAVAILABLE.status()) {
            return unavailable(known.problem());
        }
        return cause instanceof RuntimeException thrown ? thrown : new CompletionException(cause);
    }

    /** With its headers, which say when to come back. */
    private static ProblemException unavailable(Problem problem) {
        return new Problem(UNAVAILABLE, NOT_NOW, null, problem.headers(), null).toException();
    }
}
