package io.rastro.node.it;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import io.rastro.node.http.Route;
import io.rastro.node.page.PageFiles;
import io.rastro.node.pix.PixPage;
import io.rastro.node.start.Configuration;
import io.rastro.sharding.pix.signal.SignalSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The files of the page of Pix accounts as a node serves them, and one account, whose state, payments and live frames are what a
 * test makes of them. The frames that it sent are kept: who comes back gets those behind the cursor that it names.
 */
final class ScriptedAccount implements AutoCloseable {

    static final String ID = "loja-1";
    static final String STATE = "/v1/pix/accounts/" + ID;

    private static final List<Route> FILES = Stream.concat(
                    PageFiles.common().stream(),
                    PixPage.routes(SignalSettings.from(Configuration.packaged().getConfig("rastro.pix.signals")))
                            .stream())
            .toList();

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Sent> journal = new ArrayList<>();
    private final ScriptedNode node;

    private volatile int status = 200;
    private volatile String state = PixFrames.account(0, "");
    private volatile int paymentStatus = 404;
    private volatile String payment = "";
    private volatile String history = "";

    private record Sent(String cursor, String frame) {}

    private ScriptedAccount() {
        node = ScriptedNode.start(FILES, path -> path, this::answer);
    }

    static ScriptedAccount start() {
        return new ScriptedAccount();
    }

    String base() {
        return node.base();
    }

    /** Whoever asks for the account is answered so from now on. */
    void answers(int status, String body) {
        this.status = status;
        state = body;
    }

    /** Whoever asks for any payment is answered so from now on. */
    void hasPayment(String body) {
        paymentStatus = 200;
        payment = body;
    }

    /** Whoever asks for any payment is refused so from now on; at first it is not known. */
    void refusesPayments(int status) {
        paymentStatus = status;
        payment = "";
    }

    /** Whoever asks for any part of the history is answered so from now on; empty: the table is away. */
    void hasHistory(String body) {
        history = body;
    }

    /** Whoever wants to watch is answered so. */
    void answersLive(int status) {
        node.answersLive(status);
    }

    /** The paths and queries of requests for the account and its payments. */
    List<String> asked() {
        return asked;
    }

    long askedForState() {
        return asked.stream().filter(STATE::equals).count();
    }

    List<String> liveAsked() {
        return node.liveAsked();
    }

    /** It is recorded, and sent to whoever is connected, or is next. */
    void records(long seq, String frame) {
        writes(seq, frame);
        node.send(frame);
    }

    /** It is recorded while nobody is connected. */
    void writes(long seq, String frame) {
        journal.add(new Sent(seq + ".0", frame));
    }

    void send(String frame) {
        node.send(frame);
    }

    void cut() {
        node.cut();
    }

    /** To whoever has come back: what was recorded behind the last cursor that was named. */
    void catchesUp() {
        String asked = node.liveAsked().get(node.liveAsked().size() - 1);
        String cursor = asked.substring(asked.indexOf("fromSeq=") + "fromSeq=".length());
        int seen = journal.stream().map(Sent::cursor).toList().indexOf(cursor);
        if (seen < 0) {
            throw new AssertionError("no cursor that was sent: " + cursor);
        }
        journal.subList(seen + 1, journal.size()).forEach(sent -> node.send(sent.frame()));
    }

    private HttpResponse answer(HttpRequest request) {
        String path = ScriptedNode.pathAndQuery(request);
        asked.add(path);
        if (path.equals(STATE)) {
            return answer(status, state);
        }
        return path.startsWith(STATE + "/events?")
                ? answer(history.isEmpty() ? 500 : 200, history)
                : answer(paymentStatus, payment);
    }

    private static HttpResponse answer(int code, String body) {
        return HttpResponse.create()
                .withStatus(code)
                .withEntity(ContentTypes.APPLICATION_JSON, body.isEmpty() ? "{}" : body);
    }

    @Override
    public void close() {
        node.close();
    }
}
