-- The wall between tenants (0001_row_level_security) for the tables of 0002: files and user_profiles.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOR tenant_table IN
    SELECT columns.table_name
    FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE columns.table_schema = 'public' AND columns.column_name = 'tenant_id' AND tables.table_type = 'BASE TABLE'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('DROP POLICY IF EXISTS tenant ON %I', tenant_table);
    EXECUTE format(
      $policy$
      CREATE POLICY tenant ON %I
        USING (tenant_id = current_setting('tepi.tenant', true) OR current_setting('tepi.tenant', true) = '*')
        WITH CHECK (tenant_id = current_setting('tepi.tenant', true) OR current_setting('tepi.tenant', true) = '*')
      $policy$,
      tenant_table
    );
  END LOOP;
END
$$;
