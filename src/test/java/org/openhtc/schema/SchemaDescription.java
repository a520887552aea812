package org.openhtc.schema;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The schema {@code public} as text, one line for each fact, as PostgreSQL itself prints types and
 * expressions. Lines are in alphabetical order, so neither the order of columns nor the order in
 * which migrations made them shows. Flyway's own table is left out.
 */
record SchemaDescription(JdbcClient jdbc) {
  private static final String OWN_RELATIONS =
      """
      with relation as (
        select oid, relname, relkind, reloptions, relpersistence, relrowsecurity, relispartition
        from pg_class
        where relnamespace = 'public'::regnamespace and relname not like 'flyway_schema_history%'
      )
      """;

  private static final String RELATIONS =
      OWN_RELATIONS
          + """
          select concat_ws(' ',
            case relkind when 'r' then 'table' when 'v' then 'view' when 'm' then 'materialized view'
              else 'relation of kind ' || relkind::text end,
            relname,
            case relpersistence when 'p' then null else 'persistence ' || relpersistence::text end,
            array_to_string(reloptions, ', '),
            case when relrowsecurity then 'row level security' end,
            case when relispartition then 'partition' end)
          from relation where relkind not in ('i', 'S')
          """;

  private static final String COLUMNS =
      OWN_RELATIONS
          + """
          select concat_ws(' ', 'column', relname || '.' || attname,
            format_type(atttypid, atttypmod),
            case when attnotnull then 'not null' end,
            case attidentity when 'a' then 'identity always' when 'd' then 'identity by default' end,
            case attgenerated when 's' then 'generated stored as'
              when 'v' then 'generated virtual as' else 'default' end
              || ' ' || btrim(regexp_replace(pg_get_expr(adbin, adrelid), '\\s+', ' ', 'g')),
            case when attcollation <> typcollation then 'collation ' || attcollation::regcollation end)
          from relation join pg_attribute on attrelid = relation.oid
          join pg_type on pg_type.oid = atttypid
          left join pg_attrdef on adrelid = attrelid and adnum = attnum
          where relkind not in ('i', 'S') and attnum > 0 and not attisdropped
          """;

  private static final String CONSTRAINTS =
      OWN_RELATIONS
          + """
          select concat_ws(' ', 'constraint', relname || '.' || conname,
            regexp_replace(pg_get_constraintdef(pg_constraint.oid), '\\s+', ' ', 'g'))
          from relation join pg_constraint on conrelid = relation.oid
          where contype <> 'n' or not convalidated
          """;

  private static final String INDEXES =
      OWN_RELATIONS
          + """
          select concat_ws(' ', 'index', pg_get_indexdef(indexrelid),
            case when not indisvalid then 'invalid' end)
          from relation join pg_index on indexrelid = relation.oid
          """;

  private static final String SEQUENCES =
      OWN_RELATIONS
          + """
          select concat_ws(' ', 'sequence', relname, format_type(seqtypid, null), 'from', seqstart,
            'by', seqincrement, 'in', seqmin, 'to', seqmax, 'cache', seqcache,
            case when seqcycle then 'cycle' end,
            'owned by ' || refobjid::regclass || '.'
              || (select attname from pg_attribute where attrelid = refobjid and attnum = refobjsubid))
          from relation join pg_sequence on seqrelid = relation.oid
          left join pg_depend on pg_depend.objid = relation.oid and deptype in ('a', 'i')
            and refclassid = 'pg_class'::regclass and refobjsubid > 0
          """;

  private static final String TRIGGERS =
      OWN_RELATIONS
          + """
          select concat_ws(' ', 'trigger', pg_get_triggerdef(pg_trigger.oid))
          from relation join pg_trigger on tgrelid = relation.oid where not tgisinternal
          """;

  private static final String FUNCTIONS =
      """
      select concat_ws(' ', 'function', proname, pg_get_function_identity_arguments(oid),
        regexp_replace(prosrc, '\\s+', ' ', 'g'))
      from pg_proc where pronamespace = 'public'::regnamespace
      """;

  private static final String TYPES =
      """
      select concat_ws(' ', 'type', typname, 'of kind', typtype)
      from pg_type where typnamespace = 'public'::regnamespace and typtype not in ('c', 'b')
      """;

  private static final List<String> PARTS =
      List.of(RELATIONS, COLUMNS, CONSTRAINTS, INDEXES, SEQUENCES, TRIGGERS, FUNCTIONS, TYPES);

  String text() {
    return PARTS.stream()
        .flatMap(part -> jdbc.sql(part).query(String.class).list().stream().sorted())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
