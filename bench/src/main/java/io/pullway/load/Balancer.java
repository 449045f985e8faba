package io.pullway.load;

/** Who decides which instance works on a request. */
enum Balancer {
    /** The instances themselves. */
    PULLWAY("Pullway"),
    ROUND_ROBIN("nginx round robin"),
    LEAST_CONN("nginx least_conn"),
    CADDY("Caddy least_conn"),
    /** It sends no instance more than that has slots; the others wait at Caddy, which tries again and again. */
    CADDY_LIMITED("Caddy with a limit");

    private final String title;

    Balancer(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
