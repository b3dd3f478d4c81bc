package io.rastro.node.positions;

import akka.http.javadsl.model.HttpRequest;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Header {@code Idempotency-Key}: 1 to 255 visible ASCII characters. */
final class IdempotencyKeys {

    private static final String NAME = "Idempotency-Key";
    private static final int MAX_LENGTH = 255;

    private IdempotencyKeys() {}

    static @Nullable String of(HttpRequest request) {
        return request.getHeader(NAME).map(header -> checked(header.value())).orElse(null);
    }

    private static String checked(String key) {
        boolean visible = key.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (key.isEmpty() || key.length() > MAX_LENGTH || !visible) {
            throw Problem.of(
                            ProblemType.INVALID_HEADER,
                            NAME,
                            NAME + " must have 1 to " + MAX_LENGTH + " visible ASCII characters.")
                    .toException();
        }
        return key;
    }
}
