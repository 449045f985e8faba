package io.pullway.proxy;

/**
 * How the proxy is watched.
 *
 * @param traces null where traces are off
 */
record Telemetry(RequestMeters meters, RequestTraces traces) {
    RequestTraces.RequestTrace traceOfCurrentRequest() {
        return traces == null ? null : traces.ofCurrentRequest();
    }
}
