package org.openhtc.notification;

import java.util.UUID;
import javax.sql.DataSource;
import org.openhtc.database.UnpooledConnections;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The sender and the receiver of this process. */
@Configuration(proxyBeanMethods = false)
class NotificationConfiguration {
  private final String process = UUID.randomUUID().toString();

  @Bean
  NotificationReceiver notificationReceiver(
      @Qualifier(UnpooledConnections.NAME) DataSource connections,
      ApplicationEventPublisher events) {
    return new NotificationReceiver(connections, process, events);
  }

  @Bean
  NotificationSender notificationSender(JdbcClient jdbc, NotificationReceiver receiver) {
    return new NotificationSender(jdbc, process, receiver);
  }
}
