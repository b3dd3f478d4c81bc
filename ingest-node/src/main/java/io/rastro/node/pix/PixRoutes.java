package io.rastro.node.pix;

import io.micrometer.core.instrument.MeterRegistry;
import io.rastro.node.http.Admission;
import io.rastro.node.http.BodyReader;
import io.rastro.node.http.Route;
import io.rastro.node.journal.JournalGuard;
import io.rastro.node.live.LiveConnections;
import io.rastro.node.live.Watching;
import io.rastro.node.problem.Problem;
import io.rastro.node.problem.ProblemType;
import io.rastro.protocol.pix.PixEventsReader;
import io.rastro.protocol.pix.PixLimits;
import io.rastro.protocol.pix.WebhookReader;
import io.rastro.protocol.pix.iso.IsoLimits;
import io.rastro.protocol.pix.iso.IsoReader;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** The routes of Pix accounts. A node whose settings they need answers 404, and with which setting, while that is not set. */
public final class PixRoutes {

    private static final String ACCOUNT = "/v1/pix/accounts/{accountId}";
    private static final String PAYMENT = ACCOUNT + "/pix/{e2eid}";
    private static final String DEVOLUCAO = PAYMENT + "/devolucao/{id}";

    private final PixHttpSettings settings;
    private final Behind behind;
    private final JournalGuard guard;
    private final Admission admission;
    private final Questions questions;
    private final BodyReader bodies;
    private final Recording recording;
    private final LiveConnections live;
    private final Clock clock;

    /** What is behind the routes. */
    public record Behind(PixAsking accounts, PixHistory history, Watching live, Quarantine quarantine) {}

    private PixRoutes(
            PixHttpSettings settings,
            Behind behind,
            JournalGuard guard,
            Admission admission,
            Admission asking,
            BodyReader bodies,
            LiveConnections live,
            MeterRegistry meters,
            Clock clock) {
        this.settings = settings;
        this.behind = behind;
        this.guard = guard;
        this.admission = admission;
        this.bodies = bodies;
        this.questions = new Questions(asking);
        this.recording = new Recording(behind.accounts(), questions, new PixIntake(meters));
        this.live = live;
        this.clock = clock;
    }

    /**
     * All of them.
     *
     * @param admission of requests, from their head on
     * @param asking of questions to accounts, and of nothing else
     * @param live all connections of the node
     */
    public static List<Route> of(
            PixHttpSettings settings,
            Behind behind,
            JournalGuard guard,
            Admission admission,
            Admission asking,
            BodyReader bodies,
            LiveConnections live,
            MeterRegistry meters,
            Clock clock) {
        return new PixRoutes(settings, behind, guard, admission, asking, bodies, live, meters, clock).all();
    }

    private List<Route> all() {
        ReadAccount read = new ReadAccount(behind.accounts(), behind.history(), admission, questions);
        ReturnRoutes returns = new ReturnRoutes(
                behind.accounts(),
                admission,
                questions,
                bodies,
                new RtrIds(settings.ispb(), new SecureRandom()),
                clock);
        return List.of(
                Route.post(ACCOUNT + "/events", on(() -> events()::handle)),
                Route.get(ACCOUNT + "/events", on(() -> read::history)),
                Route.post(ACCOUNT + "/webhook", on(() -> webhook()::base)),
                Route.post(ACCOUNT + "/webhook/pix", on(() -> webhook()::callback)),
                Route.get(ACCOUNT, on(() -> read::state)),
                live(),
                Route.get(PAYMENT, PixProblem.inItsWords(on(() -> returns::getPayment))),
                Route.get(DEVOLUCAO, PixProblem.inItsWords(on(() -> returns::get))),
                Route.put(DEVOLUCAO, PixProblem.inItsWords(on(() -> named(() -> returns::put)))),
                Route.post("/v1/pix/iso20022", on(() -> named(() -> iso()::handle))));
    }

    /** Also while the journal is away: who watches waits until it is back. */
    private Route live() {
        Route live = LivePix.of(ACCOUNT + "/live", behind.live(), this.live);
        return new Route(live.method(), live.template(), withSecret(live::handler));
    }

    private RecordEvents events() {
        return new RecordEvents(
                admission,
                bodies,
                new PixEventsReader(PixLimits.DEFAULT, settings.pseudonyms()),
                new TellAccount(recording),
                clock);
    }

    private Webhook webhook() {
        return new Webhook(
                admission,
                bodies,
                new WebhookReader(PixLimits.DEFAULT, settings.pseudonyms()),
                recording,
                behind.quarantine(),
                clock);
    }

    private RecordIso iso() {
        return new RecordIso(
                admission,
                bodies,
                new IsoReader(IsoLimits.DEFAULT),
                new IsoTold(settings.ispb(), settings.pseudonyms()),
                new TellAccount(recording),
                clock);
    }

    /** Only with a secret, since nobody is to be written down in the clear; and not while the journal is away. */
    private Route.Handler on(Supplier<Route.Handler> handler) {
        return withSecret(() -> guard.before(handler.get()));
    }

    private Route.Handler withSecret(Supplier<Route.Handler> handler) {
        return settings.secrets().isEmpty() ? off(PixHttpSettings.SECRETS + " (RASTRO_PIX_SECRETS)") : handler.get();
    }

    /** Only with this participant's name. */
    private Route.Handler named(Supplier<Route.Handler> handler) {
        return settings.ispb().isEmpty() ? off(PixHttpSettings.ISPB + " (RASTRO_PIX_ISPB)") : handler.get();
    }

    private static Route.Handler off(String setting) {
        return (request, variables) -> {
            throw Problem.of(ProblemType.PIX_NOT_CONFIGURED, "Setting " + setting + " is not set on this node.")
                    .toException();
        };
    }
}
