package org.openhtc.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A controller of the HTC API. Its methods declare paths relative to the base path. Each path is
 * also served without {@code /api/v1}, because the public tutorial uses that form.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RestController
@RequestMapping({ApiController.BASE_PATH, ""})
public @interface ApiController {
  String BASE_PATH = "/api/v1";
}
