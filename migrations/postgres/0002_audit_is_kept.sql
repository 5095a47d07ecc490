-- The log can only grow. An entry changes once, when it is chained; nothing is removed while its tenant is there. Whoever
-- deletes a tenant removes its row of "tenants" first, or sets its state to 'deleting'; an import into an empty tenant replaces its log (state 'importing').
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF NOT EXISTS (SELECT 1 FROM tenants WHERE tenant_id = OLD.tenant_id AND state NOT IN ('deleting', 'importing')) THEN
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
  FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();
