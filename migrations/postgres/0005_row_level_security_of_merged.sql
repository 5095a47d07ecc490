-- Step 4's tables.
-- A wall of the database's own between tenants: a session sees and changes the rows of the tenant it names in tepi.tenant,
-- and none when it names none; '*' is the sweeps over a whole shard. FORCE binds the tables' owner, which the app is.
-- Written so that it can be run again: a migration that adds tables ends with this same block.
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
