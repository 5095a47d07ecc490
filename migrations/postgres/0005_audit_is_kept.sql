-- The log can only grow. An entry changes once, when it is chained; nothing is removed while its tenant is there. Whoever
-- deletes a tenant removes its row of "tenants" first, or sets its state to 'deleting'.
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF NOT EXISTS (SELECT 1 FROM tenants WHERE tenant_id = OLD.tenant_id AND state <> 'deleting') THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION '% can only grow', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;--> statement-breakpoint
CREATE TRIGGER audit_entries_kept_update BEFORE UPDATE OF "tenant_id", "id", "entity", "entity_id", "version", "action", "actor_id", "actor", "before", "after", "request_id", "at" ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION audit_only_grows();--> statement-breakpoint
CREATE TRIGGER audit_entries_linked_once BEFORE UPDATE OF linked_at ON audit_entries
  FOR EACH ROW WHEN (OLD.linked_at IS NOT NULL) EXECUTE FUNCTION audit_only_grows();--> statement-breakpoint
CREATE TRIGGER audit_entries_kept_delete BEFORE DELETE ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION audit_only_grows();--> statement-breakpoint
CREATE TRIGGER audit_links_kept BEFORE UPDATE OR DELETE ON audit_links
  FOR EACH ROW EXECUTE FUNCTION audit_only_grows();--> statement-breakpoint
-- TRUNCATE passes by the triggers of rows, and by policies.
CREATE TRIGGER audit_entries_not_truncated BEFORE TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();--> statement-breakpoint
CREATE TRIGGER audit_links_not_truncated BEFORE TRUNCATE ON audit_links
  FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();--> statement-breakpoint
-- The policies of audit_links.
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
