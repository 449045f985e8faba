package io.pullway.scenario;

/** Something on this machine that takes HTTP requests. */
interface Endpoint {
    int port();
}
