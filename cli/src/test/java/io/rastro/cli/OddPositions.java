package io.rastro.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A file like those of real phones: one courier with most of the fixes, steps back in time of up to nine hours, negative
 * speeds, places a second apart, and exact duplicates, some of them hundreds of fixes later.
 */
record OddPositions(Path file, int fixes, int duplicates) {

    private static final Instant START = Instant.parse("2017-07-27T18:04:37.328Z");
    private static final int COURIERS = 6;

    static OddPositions write(Path file, String courierPrefix, int fixes, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> rows = new ArrayList<>();
        int duplicates = 0;
        for (int i = 0; rows.size() < fixes; i++) {
            int courier = Math.min(COURIERS - 1, (int) (-Math.log(random.nextDouble()) * 1.5));
            long back = random.nextInt(20) == 0 ? random.nextLong(9 * 3600_000L) : 0;
            String speed = random.nextInt(10) == 0 ? "-1" : Integer.toString(random.nextInt(30));
            rows.add(courierPrefix + courier + "," + START.plusMillis(i * 1000L - back) + ",-23." + (1_000_000 + i)
                    + ",-46.7215648,737," + speed + ",159,3,ignored");
            if (random.nextInt(50) == 0 && rows.size() < fixes) {
                int near = Math.max(0, rows.size() - 1 - random.nextInt(random.nextBoolean() ? 2 : 2000));
                rows.add(rows.get(near));
                duplicates++;
            }
        }
        Files.writeString(
                file,
                "mover_id,timestamp,lat,lon,altitude_m,speed_mps,heading_deg,accuracy_m,platform\n"
                        + String.join("\n", rows) + "\n");
        return new OddPositions(file, fixes, duplicates);
    }
}
