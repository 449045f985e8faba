package io.pullway.rating;

import io.pullway.rating.events.AveragesResource;
import io.pullway.rating.keys.ApiKeyResource;
import io.pullway.rating.ratings.RatingImportResource;
import io.pullway.rating.ratings.RatingResource;
import io.pullway.rating.services.ServiceResource;
import io.pullway.rating.users.UserResource;
import io.pullway.rating.web.MergePatch;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says in {@code Allow} which methods a path has. Quarkus REST leaves the field out of a 405, where RFC 9110
 * §15.5.6 demands it, and answers OPTIONS with the methods of all paths of the resource class. Where there is a PATCH,
 * {@code Accept-Patch} says of which kind (RFC 5789 §3.1).
 */
@Provider
public class AllowedMethods implements ContainerResponseFilter {
    private record Route(Pattern path, String method) {}

    private static final List<Route> ROUTES = Stream.of(
                    UserResource.class,
                    ApiKeyResource.class,
                    ServiceResource.class,
                    RatingResource.class,
                    RatingImportResource.class,
                    AveragesResource.class)
            .flatMap(AllowedMethods::routes)
            .toList();

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean isRefused = response.getStatus() == Status.METHOD_NOT_ALLOWED.getStatusCode();
        boolean isAsked = request.getMethod().equals(HttpMethod.OPTIONS);
        if (isRefused || isAsked) {
            response.getHeaders()
                    .putSingle(HttpHeaders.ALLOW, of(request.getUriInfo().getPath()));
        }
        boolean isOtherType = response.getStatus() == Status.UNSUPPORTED_MEDIA_TYPE.getStatusCode();
        if ((isAsked || isOtherType && request.getMethod().equals(HttpMethod.PATCH))
                && of(request.getUriInfo().getPath()).contains(HttpMethod.PATCH)) {
            response.getHeaders().putSingle("Accept-Patch", MergePatch.MEDIA_TYPE);
        }
    }

    private static String of(String path) {
        TreeSet<String> methods = ROUTES.stream()
                .filter(route -> route.path().matcher(path).matches())
                .map(Route::method)
                .collect(Collectors.toCollection(TreeSet::new));
        methods.add(HttpMethod.OPTIONS);
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        return String.join(", ", methods);
    }

    private static Stream<Route> routes(Class<?> resource) {
        String collection = resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getDeclaredMethods()).flatMap(method -> {
            Path below = method.getAnnotation(Path.class);
            Pattern path = pattern(below == null ? collection : collection + "/" + below.value());
            return methods(method).map(name -> new Route(path, name));
        });
    }

    private static Stream<String> methods(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .flatMap(Stream::ofNullable)
                .map(HttpMethod::value);
    }

    /** {@code users/{id: [1-9]+}} to {@code /?users/[1-9]+/?}. */
    private static Pattern pattern(String template) {
        return Pattern.compile("/?" + template.replaceAll("\\{\\w+: *([^/]*)}", "$1") + "/?");
    }
}
