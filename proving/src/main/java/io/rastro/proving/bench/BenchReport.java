package io.rastro.proving.bench;

import java.util.List;

/** @param rawInsertsPerSecond what the driver alone writes into a table like the journal's */
public record BenchReport(List<PhaseReport> phases, double rawInsertsPerSecond) {}
