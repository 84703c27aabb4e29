package io.latebind.server.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A schema as PostgreSQL's catalogue tells it, in an order that does not depend on how it came about. */
final class SchemaText {
    private static final String OURS = """
            c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'flyway_schema_history%'
            """;

    private static final String QUERY = """
            SELECT line FROM (
              SELECT c.relname AS owner, 0 AS part, 0 AS place,
                     'table ' || c.relname
                     || CASE WHEN c.relkind = 'p' THEN ' partition by ' || pg_get_partkeydef(c.oid) ELSE '' END
                     || coalesce(' partition of ' || (SELECT i.inhparent::regclass::text FROM pg_inherits i WHERE i.inhrelid = c.oid)
                                 || ' ' || pg_get_expr(c.relpartbound, c.oid), '') AS line
                FROM pg_class c WHERE c.relkind IN ('r', 'p') AND %1$s
              UNION ALL
              SELECT c.relname, 1, a.attnum,
                     '  column ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                     || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
                     || CASE WHEN a.attidentity <> '' THEN ' identity' ELSE '' END
                     || coalesce(CASE WHEN a.attgenerated <> '' THEN ' generated ' ELSE ' default ' END
                                 || pg_get_expr(d.adbin, d.adrelid), '')
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
               WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND %1$s
              UNION ALL
              SELECT c.relname, 2, 0, '  constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
                FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
               WHERE k.contype <> 'n' AND NOT c.relispartition AND %1$s
              UNION ALL
              SELECT c.relname, 3, 0, '  index ' || pg_get_indexdef(x.indexrelid)
                FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
               WHERE NOT c.relispartition AND %1$s
              UNION ALL
              SELECT c.relname, 4, 0, '  trigger ' || pg_get_triggerdef(t.oid)
                FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
               WHERE NOT t.tgisinternal AND NOT c.relispartition AND %1$s
              UNION ALL
              SELECT c.relname, 0, 0, CASE c.relkind WHEN 'S' THEN 'sequence ' ELSE 'view ' END || c.relname
                     || CASE WHEN c.relkind IN ('v', 'm') THEN ' ' || pg_get_viewdef(c.oid) ELSE '' END
                FROM pg_class c WHERE c.relkind IN ('S', 'v', 'm') AND %1$s
              UNION ALL
              SELECT p.proname, 5, 0, 'function ' || p.oid::regprocedure || ' md5 ' || md5(p.prosrc)
                FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
            ) AS schema
            ORDER BY owner COLLATE "C", part, place, line COLLATE "C"
            """.formatted(OURS);

    private SchemaText() {}

    static String of(Connection connection) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery(QUERY)) {
            while (lines.next()) {
                text.append(lines.getString(1)).append('\n');
            }
        }
        return text.toString();
    }
}
