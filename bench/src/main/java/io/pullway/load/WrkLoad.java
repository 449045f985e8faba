package io.pullway.load;

import io.pullway.load.figures.LoadResult;
import io.pullway.load.figures.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * wrk with one thread, started for each measurement: as many connections as requests under way.
 *
 * @param root of who is asked, without a path
 */
record WrkLoad(Tools tools, Workplace workplace, String root, Contender contender) implements Load {
    @Override
    public Running start(int inFlight, int seconds) {
        List<String> command = new ArrayList<>(List.of(
                tools.wrk(),
                "--threads=1",
                "--connections=" + inFlight,
                "--duration=" + seconds + "s",
                "--script=" + script(),
                root + contender.path(),
                "--"));
        if (!contender.isList()) {
            command.add(body().toString());
        }
        if (contender.isKeyed()) {
            // The beginning of keys that no other run had.
            command.add(UUID.randomUUID().toString());
        }
        OwnedProcess wrk = workplace.start("wrk", Map.of(), false, command);
        return new Running() {
            @Override
            public long pid() {
                return wrk.pid();
            }

            @Override
            public LoadResult await() {
                return LoadResult.parse(wrk.hearAll());
            }
        };
    }

    /** An argument of a command has to be shorter than some bodies. */
    private Path body() {
        Path body = workplace.folder().resolve("body.json");
        try {
            return Files.write(body, Sample.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path script() {
        Path script = workplace.folder().resolve("wrk.lua");
        if (!Files.exists(script)) {
            try (InputStream resource = WrkLoad.class.getResourceAsStream("wrk.lua")) {
                Files.copy(resource, script);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return script;
    }
}
