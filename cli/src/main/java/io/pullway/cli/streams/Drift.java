package io.pullway.cli.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A declared stream or consumer that a server does not have, or has otherwise.
 *
 * @param what such as {@code stream orders}
 * @param where it is declared: file and line
 * @param missing whether the server does not have it at all
 * @param differences such as {@code maxMsgs 1000 -> 100000}, what is there first; of what is missing an empty text
 * @param impossible why NATS cannot make it so; null where it can
 */
public record Drift(String what, String where, boolean missing, String differences, String impossible) {
    static List<Drift> of(List<Step> steps, List<Problem> problems) {
        List<Drift> drift = new ArrayList<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Create create -> drift.add(of(create, true, List.of(), problems));
                case Step.Update update -> drift.add(of(update, false, update.differences(), problems));
                case Step.Leave leave -> {}
                case Step.Prevented prevented -> drift.add(of(prevented, false, prevented.differences(), problems));
            }
        }
        return List.copyOf(drift);
    }

    private static Drift of(Step step, boolean missing, List<Difference> differences, List<Problem> problems) {
        Declared resource = step.resource();
        String impossible = problems.stream()
                .filter(problem -> problem.where().equals(resource.where())
                        && problem.resource().equals(resource.label()))
                .map(Problem::message)
                .distinct()
                .collect(Collectors.joining("; "));
        return new Drift(
                resource.shortLabel(),
                resource.where(),
                missing,
                differences.stream().map(Difference::toString).collect(Collectors.joining(", ")),
                impossible.isEmpty() ? null : impossible);
    }
}
