package io.rastro.proving.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The client's side of the contract, and a way to lose answers: in trouble it now drops the connection before, now after
 * the request was carried out, and now asks to come again.
 */
public final class FakeNode implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Map<String, FakeCourier> couriers = new HashMap<>();
    private int troubleEvery = Integer.MAX_VALUE;
    private int requests;
    private int outOfOrder;

    private static final class FakeCourier {
        final Set<String> fixes = new HashSet<>();
        final Map<String, long[]> keys = new HashMap<>();
        long seqNr;
        long lastLine;
    }

    private FakeNode(HttpServer server) {
        this.server = server;
    }

    public static FakeNode start() throws IOException {
        // Read once, when the first server is made: without it every small answer waits for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        FakeNode node = new FakeNode(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50));
        node.server.setExecutor(node.threads);
        node.server.createContext("/v1/", node::handle);
        node.server.start();
        return node;
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    public synchronized void troubleEvery(int every) {
        troubleEvery = every;
    }

    synchronized int recorded() {
        return couriers.values().stream()
                .mapToInt(courier -> courier.fixes.size())
                .sum();
    }

    synchronized int outOfOrder() {
        return outOfOrder;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int number;
        synchronized (this) {
            number = ++requests;
        }
        int trouble = number % troubleEvery == 0 ? number / troubleEvery % 3 + 1 : 0;
        if (trouble == 1) {
            exchange.close();
            return;
        }
        if (trouble == 2) {
            exchange.getResponseHeaders().add("Retry-After", "0");
            exchange.sendResponseHeaders(503, -1);
            return;
        }
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        Map<String, Object> answer = answer(exchange.getRequestURI().getRawPath(), items(body), key);
        if (trouble == 3) {
            exchange.close();
            return;
        }
        byte[] bytes = JSON.writeValueAsBytes(answer);
        boolean nothingGood = answer.get("persistenceId") == null && !answer.containsKey("couriers");
        // The length 0 makes it chunked: both ways of ending a body are met.
        exchange.sendResponseHeaders(nothingGood ? 422 : 200, number % 2 == 0 ? 0 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static List<JsonNode> items(byte[] body) {
        List<JsonNode> items = new ArrayList<>();
        new String(body, StandardCharsets.UTF_8).lines().forEach(line -> {
            try {
                JsonNode node = JSON.readTree(line);
                if (node.isArray()) {
                    node.forEach(items::add);
                } else {
                    items.add(node);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return items;
    }

    private synchronized Map<String, Object> answer(String path, List<JsonNode> items, String key) {
        if (path.startsWith("/v1/pix/accounts/")) {
            return account(URLDecoder.decode(path.split("/")[4], StandardCharsets.UTF_8), items);
        }
        List<Map<String, Object>> rejected = new ArrayList<>();
        Map<String, List<JsonNode>> byCourier = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            if (Math.abs(item.get("lat").doubleValue()) > 90) {
                rejected.add(Map.of("index", i, "field", "lat", "reason", "out of range"));
            } else {
                String courier = path.equals("/v1/positions")
                        ? item.get("courierId").textValue()
                        : URLDecoder.decode(path.split("/")[3], StandardCharsets.UTF_8);
                byCourier.computeIfAbsent(courier, id -> new ArrayList<>()).add(item);
            }
        }
        List<Map<String, Object>> answers = new ArrayList<>();
        byCourier.forEach((courier, its) -> answers.add(entity(courier, its, key)));
        Map<String, Object> whole = new LinkedHashMap<>();
        if (path.equals("/v1/positions")) {
            whole.put("couriers", answers);
        } else if (!answers.isEmpty()) {
            whole.putAll(answers.get(0));
        }
        whole.put("rejected", rejected);
        return whole;
    }

    /** Knows events by their ids; what a key was used for before does not matter. */
    private Map<String, Object> account(String accountId, List<JsonNode> items) {
        FakeCourier account = couriers.computeIfAbsent("pix " + accountId, id -> new FakeCourier());
        List<Map<String, Object>> rejected = new ArrayList<>();
        int accepted = 0;
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            if (item.get("valor").textValue().equals("0.00")) {
                rejected.add(Map.of("index", i, "field", "valor", "reason", "must be above 0"));
            } else if (account.fixes.add(item.get("endToEndId") + " " + item.get("rtrId"))) {
                accepted++;
                long place = Long.parseLong(item.get("endToEndId").textValue().substring(21), 36);
                outOfOrder += place < account.lastLine ? 1 : 0;
                account.lastLine = place;
            }
        }
        account.seqNr += accepted > 0 ? 1 : 0;
        Map<String, Object> answer = new LinkedHashMap<>();
        if (rejected.size() < items.size()) {
            answer.put("persistenceId", "pix~" + accountId);
            answer.put("seqNr", account.seqNr);
            answer.put("accepted", accepted);
            answer.put("duplicates", items.size() - accepted - rejected.size());
            answer.put("waiting", 0);
        }
        answer.put("rejected", rejected);
        return answer;
    }

    private Map<String, Object> entity(String courierId, List<JsonNode> items, String key) {
        FakeCourier courier = couriers.computeIfAbsent(courierId, id -> new FakeCourier());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("courierId", courierId);
        answer.put("persistenceId", "courier~" + courierId);
        long[] before = courier.keys.get(key);
        if (before != null) {
            answer.put("accepted", 0);
            answer.put("duplicates", items.size());
            answer.put("seqNr", before[0]);
            answer.put("replayed", true);
            answer.put("recorded", before[1]);
            return answer;
        }
        int accepted = 0;
        for (JsonNode item : items) {
            if (courier.fixes.add(item.get("fixedAt") + " " + item.get("lat") + " " + item.get("lon"))) {
                accepted++;
                long place = Math.round(item.get("lat").doubleValue() * -1e7);
                outOfOrder += place < courier.lastLine ? 1 : 0;
                courier.lastLine = place;
            }
        }
        if (accepted > 0) {
            courier.keys.put(key, new long[] {++courier.seqNr, accepted});
        }
        answer.put("accepted", accepted);
        answer.put("duplicates", items.size() - accepted);
        answer.put("seqNr", courier.seqNr);
        return answer;
    }
}
