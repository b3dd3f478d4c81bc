package io.rastro.k8s;

import java.util.List;
import java.util.Map;

/** Something that manifests have to be so that they fit the code. */
@FunctionalInterface
interface Rule {

    /** @param problems is added to: a sentence each */
    void check(Rendered manifests, List<String> problems);

    List<Rule> ALL = List.of(
            new PortRule(),
            new SelectorRule(),
            new AccessRule(),
            new SettingsRule(),
            new StopRule(),
            new SafetyRule(),
            new RolloutRule(),
            new MonitoringRule());

    /** Whether a selector's labels are all among these. */
    static boolean selects(Map<String, String> selector, Map<String, String> labels) {
        return labels.entrySet().containsAll(selector.entrySet());
    }

    static void require(boolean holds, String otherwise, List<String> problems) {
        if (!holds) {
            problems.add(otherwise);
        }
    }
}
