package io.rastro.node.areas;

import io.rastro.node.http.QueryParameters;
import io.rastro.sharding.area.Bbox;

/** Windows as clients write them. */
final class Bboxes {

    static final String PARAMETER = "bbox";

    private Bboxes() {}

    /**
     * @param text {@code minLon,minLat,maxLon,maxLat}
     * @throws io.rastro.node.problem.ProblemException that says what is wrong
     */
    static Bbox parse(String text) {
        double[] edges = numbers(PARAMETER, text, 4, "must be four numbers: minLon,minLat,maxLon,maxLat");
        try {
            return new Bbox(edges[0], edges[1], edges[2], edges[3]);
        } catch (IllegalArgumentException e) {
            throw QueryParameters.wrong(PARAMETER, "is no area: " + e.getMessage());
        }
    }

    static double[] numbers(String parameter, String text, int count, String otherwise) {
        String[] parts = text.split(",", -1);
        double[] numbers = new double[count];
        if (parts.length != count) {
            throw QueryParameters.wrong(parameter, otherwise);
        }
        for (int i = 0; i < count; i++) {
            try {
                numbers[i] = Double.parseDouble(parts[i].strip());
            } catch (NumberFormatException notANumber) {
                throw QueryParameters.wrong(parameter, otherwise);
            }
        }
        return numbers;
    }
}
