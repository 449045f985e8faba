package io.pullway.proxy;

/** Which part of a request target belongs to the services. */
record ApiTarget(String apiRoot) {

    /** Asterisk and authority form (RFC 9112 sections 3.2.3 and 3.2.4): OPTIONS and CONNECT. */
    static boolean isAboutTheServer(String uri) {
        return !uri.startsWith("/") && !uri.contains("://");
    }

    /** Origin form below the API root, or null. The absolute form (RFC 9112 section 3.2.2) is cut to it. */
    String below(String uri) {
        String path = uri;
        int scheme = uri.indexOf("://");
        if (scheme > 0 && !uri.startsWith("/")) {
            int slash = uri.indexOf('/', scheme + 3);
            path = slash < 0 ? "/" : uri.substring(slash);
        }
        if (!path.startsWith(apiRoot)) {
            return null;
        }
        String below = path.substring(apiRoot.length());
        if (below.isEmpty() || below.charAt(0) == '?') {
            return "/" + below;
        }
        return below.charAt(0) == '/' ? below : null;
    }
}
