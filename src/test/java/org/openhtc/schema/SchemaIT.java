package org.openhtc.schema;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.GeneratedPage;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares the schema that the migrations make with its description in {@code schema.txt}: a
 * migration changes exactly what the difference of that file shows.
 */
@ServiceTest
class SchemaIT {
  private static final Path DESCRIPTION = Path.of("src/test/resources/schema/schema.txt");

  @Autowired DataSource database;

  @Test
  void migrationsMakeTheDescribedSchema() {
    String schema = new SchemaDescription(JdbcClient.create(database)).text();
    GeneratedPage.require(DESCRIPTION, schema, SchemaIT.class);
  }
}
