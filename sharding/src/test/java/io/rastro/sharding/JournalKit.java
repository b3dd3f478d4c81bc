package io.rastro.sharding;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An actor system and a faulty journal for one test class. Classes run beside each other: what one does to its journal no
 * other one sees. After each test the journal works again.
 */
public class JournalKit implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private ActorTestKit actors;
    private FaultyJournal journal;

    public ActorTestKit actors() {
        return actors;
    }

    public FaultyJournal journal() {
        return journal;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        actors = ActorTestKit.create(FaultyJournal.CONFIG);
        journal = new FaultyJournal(actors.system());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        journal.works();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        actors.shutdownTestKit();
    }
}
