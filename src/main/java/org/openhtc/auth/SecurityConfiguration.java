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
import org.springframework.security.web.firewall.StrictHttpFirewall;

/** Every path wants a caller, but for the few that are public. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
  private static final String[] PUBLIC = {
    "/.well-known/jwks.json",
    ApiController.BASE_PATH + "/.well-known/jwks.json",
    // Its client secret is in the body.
    "/oauth2/token",
    ApiController.BASE_PATH + "/oauth2/token",
    // Container engines come with Basic credentials, which the token server checks itself.
    "/registry/**",
    ApiController.BASE_PATH + "/registry/**",
    // The description of the API holds nothing that is secret.
    "/q/openapi",
    ApiController.BASE_PATH + "/q/openapi",
    "/openapi.yaml",
    ApiController.BASE_PATH + "/openapi.yaml",
    "/docs",
    "/docs/**",
    "/actuator/health/**",
    "/error"
  };

  /** Beside what it refuses anyhow: the character that PostgreSQL can't store. */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedParameterValues(value -> value == null || value.indexOf('\0') < 0);
    return firewall;
  }

  @Bean
  SecurityFilterChain security(
      HttpSecurity http,
      Authenticator authenticator,
      ClientAddress addresses,
      JobTokenPermissions reach,
      SecurityErrorResponses refusals)
      throws Exception {
    return http.csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(
            new CallerFilter(authenticator, addresses), AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(paths ->
            paths
                // The request was judged when it came in.
                .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                .permitAll()
                // Tells which methods a path takes, and reaches no controller.
                .requestMatchers(HttpMethod.OPTIONS)
                .permitAll()
                .requestMatchers(PUBLIC)
                .permitAll()
                .anyRequest()
                .access(reach))
        .exceptionHandling(
            answers -> answers.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .build();
  }
}
