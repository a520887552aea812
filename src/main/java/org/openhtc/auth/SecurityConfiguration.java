package org.openhtc.auth;

import jakarta.servlet.DispatcherType;
import org.openhtc.api.ApiController;
import org.openhtc.api.ClientAddress;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;

/** The security chain: every path requires a caller, except for a few public ones. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
  private static final String[] PUBLIC = {
    "/.well-known/jwks.json",
    ApiController.BASE_PATH + "/.well-known/jwks.json",
    // The client secret is in the body.
    "/oauth2/token",
    ApiController.BASE_PATH + "/oauth2/token",
    // Container engines send Basic credentials, which the token server checks itself.
    "/registry/**",
    ApiController.BASE_PATH + "/registry/**",
    // The description of the API has no secrets.
    "/q/openapi",
    ApiController.BASE_PATH + "/q/openapi",
    "/openapi.yaml",
    ApiController.BASE_PATH + "/openapi.yaml",
    // The page's files have no secrets: it sends a token with each request to the API.
    "/",
    "/page/**",
    "/docs",
    "/docs/**",
    "/actuator/health/**",
    "/error"
  };

  @Bean
  HttpFirewall firewall() {
    return new PathFirewall();
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      Authenticator authenticator,
      ClientAddress addresses,
      JobTokenPermissions jobPermissions,
      MetricsAccess metrics,
      SecurityErrorResponses errors)
      throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(
            new CallerFilter(authenticator, addresses, metrics),
            AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(paths ->
            paths
                // The request was authorized at its first dispatch.
                .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                .permitAll()
                // Responds with the methods of a path, and calls no controller.
                .requestMatchers(HttpMethod.OPTIONS)
                .permitAll()
                .requestMatchers(PUBLIC)
                .permitAll()
                // Spring Boot's endpoint has no parameter for the caller.
                .requestMatchers(MetricsAccess.PATH)
                .access(metrics)
                .anyRequest()
                .access(jobPermissions))
        .exceptionHandling(
            handling -> handling.authenticationEntryPoint(errors).accessDeniedHandler(errors))
        .build();
  }
}
