package io.rastro.protocol.pix;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rastro.protocol.UnreadableBodyException;
import java.time.Instant;
import java.util.Arrays;

/** Reads bodies as the tests send them: from the middle of a larger array, as the HTTP layer may; ' stands for ". */
final class PixBodies {

    static final Instant RECEIVED_AT = Instant.parse("2026-11-21T08:15:30Z");
    static final WebhookReader WEBHOOK = new WebhookReader(PixLimits.DEFAULT, PixSamples.PSEUDONYMS);
    static final PixEventsReader EVENTS = new PixEventsReader(PixLimits.DEFAULT, PixSamples.PSEUDONYMS);

    private PixBodies() {}

    static PixBatch webhook(byte[] body) throws UnreadableBodyException {
        return WEBHOOK.read(padded(body), 7, body.length);
    }

    static PixBatch webhook(String body) throws UnreadableBodyException {
        return webhook(body.replace('\'', '"').getBytes(UTF_8));
    }

    static PixBatch events(byte[] body) throws UnreadableBodyException {
        return EVENTS.read(padded(body), 7, body.length, RECEIVED_AT.toEpochMilli());
    }

    static PixBatch events(String body) throws UnreadableBodyException {
        return events(body.replace('\'', '"').getBytes(UTF_8));
    }

    static ReturnRequest.Reading asked(byte[] body) throws UnreadableBodyException {
        return ReturnRequest.read(padded(body), 7, body.length);
    }

    static ReturnRequest.Reading asked(String body) throws UnreadableBodyException {
        return asked(body.replace('\'', '"').getBytes(UTF_8));
    }

    private static byte[] padded(byte[] body) {
        byte[] within = new byte[body.length + 20];
        Arrays.fill(within, (byte) '7');
        System.arraycopy(body, 0, within, 7, body.length);
        return within;
    }
}
