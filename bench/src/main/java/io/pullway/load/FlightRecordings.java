package io.pullway.load;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Recordings of the JDK's Flight Recorder of processes that run already. */
final class FlightRecordings {
    private static final String NAME = "bench";

    private final Tools tools;
    private final Workplace workplace;

    FlightRecordings(Tools tools, Workplace workplace) {
        this.tools = tools;
        this.workplace = workplace;
    }

    void start(OwnedProcess process) {
        jcmd(process, "JFR.start", "name=" + NAME, "settings=profile");
    }

    /** @return the file that holds the recording: {@code load.jfr} becomes {@code load-proxy.jfr} */
    Path stop(OwnedProcess process, Path name) {
        String base = name.getFileName().toString().replaceFirst("\\.jfr$", "");
        Path file = name.resolveSibling(base + "-" + process.name() + ".jfr");
        jcmd(process, "JFR.stop", "name=" + NAME, "filename=" + file);
        return file;
    }

    private void jcmd(OwnedProcess process, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of(tools.jdkTool("jcmd"), Long.toString(process.pid())));
        command.addAll(List.of(arguments));
        workplace.start("jcmd", Map.of(), false, command).hearAll();
    }
}
