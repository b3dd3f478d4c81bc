package io.rastro.devstack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A parent JVM to be killed: a stack in the directory, on the port base, of the servers given. */
final class StackMain {
    private StackMain() {}

    public static void main(String[] args) throws InterruptedException {
        Set<Server> servers = EnumSet.noneOf(Server.class);
        Arrays.stream(args).skip(2).map(Server::valueOf).forEach(servers::add);
        long start = System.nanoTime();
        DevStack.start(DevStackSettings.in(Path.of(args[0]))
                .withPorts(PortPlan.base(Integer.parseInt(args[1])))
                .withServers(servers.isEmpty() ? EnumSet.allOf(Server.class) : servers));
        System.out.println(
                "ready after " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
        new CountDownLatch(1).await();
    }
}
