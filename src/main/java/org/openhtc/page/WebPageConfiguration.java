package org.openhtc.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.LiteWebJarsResourceResolver;

/**
 * The page at {@code /} and its files below {@code /page/}. The files are native modules that the
 * browser loads as they are; there is no build step. All addresses in them are relative, so the
 * page also works behind a proxy that adds a path prefix.
 */
@Configuration(proxyBeanMethods = false)
class WebPageConfiguration implements WebMvcConfigurer {
  private static final String FILES = "/page/**";
  private static final String LIBRARIES = "/page/lib/**";

  /**
   * Permits only files of this service and requests to it: no inline script, no inline style, no
   * other server, and no text that becomes a script.
   */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addViewController("/").setViewName("forward:/page/index.html");
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler(LIBRARIES)
        .addResourceLocations("classpath:/META-INF/resources/webjars/")
        .setCacheControl(CacheControl.noCache())
        .resourceChain(true)
        .addResolver(new LiteWebJarsResourceResolver());
    registry
        .addResourceHandler(FILES)
        .addResourceLocations("classpath:/page/")
        .setCacheControl(CacheControl.noCache());
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new PageHeaders()).addPathPatterns("/", FILES);
  }

  private static final class PageHeaders implements HandlerInterceptor {
    @Override
    public boolean preHandle(
        HttpServletRequest request, HttpServletResponse response, Object handler) {
      response.setHeader("Content-Security-Policy", POLICY);
      response.setHeader("Referrer-Policy", "no-referrer");
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      return true;
    }
  }
}
