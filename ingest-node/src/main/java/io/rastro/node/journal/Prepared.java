package io.rastro.node.journal;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is prepared when it is needed first, again if that failed, and then kept: the driver forgets those that
 * nobody holds at the next garbage collection, and preparing asks every node of Cassandra. Any thread.
 */
final class Prepared {

    private final Supplier<CompletionStage<PreparedStatement>> prepare;
    private volatile @Nullable PreparedStatement statement;

    Prepared(Supplier<CompletionStage<PreparedStatement>> prepare) {
        this.prepare = prepare;
    }

    CompletionStage<PreparedStatement> get() {
        PreparedStatement known = statement;
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        return prepare.get().thenApply(prepared -> {
            statement = prepared;
            return prepared;
        });
    }
}
