package io.rastro.node.tracker;

import org.jspecify.annotations.Nullable;

/** Who may report positions of whom. */
public interface TrackerAccess {

    /** Everybody, of everybody: as {@code POST /v1/couriers/{courierId}/positions}. The user of Basic is who it names. */
    TrackerAccess OPEN = new TrackerAccess() {
        @Override
        public @Nullable String subject(Credentials credentials) {
            return credentials.user();
        }

        @Override
        public boolean mayReport(Credentials credentials, String courierId) {
            return true;
        }
    };

    /** Whom the credentials name; null when they name nobody. */
    @Nullable
    String subject(Credentials credentials);

    boolean mayReport(Credentials credentials, String courierId);
}
