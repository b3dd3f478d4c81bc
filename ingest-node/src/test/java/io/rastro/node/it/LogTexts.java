package io.rastro.node.it;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * All that is logged until it is closed, as text: messages, what stands beside them (MDC, keys), and what was thrown with its
 * causes. Ours from DEBUG on, Akka's from INFO on.
 */
final class LogTexts extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Queue<String> texts = new ConcurrentLinkedQueue<>();
    private final Map<Logger, @Nullable Level> levelsBefore = new HashMap<>();

    private LogTexts() {}

    static LogTexts open() {
        LogTexts log = new LogTexts();
        log.level("io.rastro", Level.DEBUG);
        log.level("akka", Level.INFO);
        log.start();
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(log);
        return log;
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    private void level(String name, Level level) {
        Logger logger = logger(name);
        levelsBefore.put(logger, logger.getLevel());
        logger.setLevel(level);
    }

    /** On the thread that logs, whose the MDC is. */
    @Override
    protected void append(ILoggingEvent event) {
        String thrown = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        texts.add(event.getThreadName()
                + ' '
                + event.getLoggerName()
                + ' '
                + event.getFormattedMessage()
                + ' '
                + event.getMDCPropertyMap()
                + event.getKeyValuePairs()
                + event.getMarkerList()
                + '\n'
                + thrown);
    }

    List<String> all() {
        return List.copyOf(texts);
    }

    @Override
    public void close() {
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(this);
        levelsBefore.forEach(Logger::setLevel);
        stop();
    }
}
