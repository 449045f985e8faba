package io.pullway.load.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoadResultTest {
    /** What wrk 4.1.0 printed, with the script of this module. */
    private static final String WRK = """
            Running 2s test @ http://127.0.0.1:26063/api/echo?raw=1
              1 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     7.48ms    8.13ms 101.41ms   93.61%
                Req/Sec    10.78k     3.19k   17.01k    65.00%
              21454 requests in 2.00s, 4.30MB read
              Socket errors: connect 0, read 1, write 0, timeout 3
              Non-2xx or 3xx responses: 2
            Requests/sec:  10712.12
            Transfer/sec:      2.15MB
            load requests=21452 micros=2002781 p50Micros=5201.0 p99Micros=44610.0 errors=6
            """;

    @Test
    void theLineOfTheScriptIsFoundInTheOutputOfWrk() {
        LoadResult result = LoadResult.parse(WRK);
        assertThat(result).isEqualTo(new LoadResult(21_452, 2.002781, 5.201, 44.61, 6));
        assertThat(result.perSecond()).isBetween(10_711.0, 10_712.0);
    }

    @Test
    void whatOneProgramWritesTheOtherReads() {
        LoadResult result = new LoadResult(123_456, 10.000001, 0.2505, 1.25, 0);
        assertThat(LoadResult.parse(result.line())).isEqualTo(result);
    }

    @Test
    void outputWithoutAResultIsShown() {
        assertThatThrownBy(() -> LoadResult.parse("unable to connect to 127.0.0.1:1 Connection refused\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("unable to connect to 127.0.0.1:1 Connection refused");
    }

    @Test
    void aNumberThatIsNoneIsNoResult() {
        assertThatThrownBy(() -> LoadResult.parse(WRK.replace("5201.0", "nan")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
