-- The log can only grow. An entry changes once, when it is chained; nothing is removed while its tenant is there. Whoever
-- deletes a tenant removes its row of `tenants` first, or sets its state to 'deleting'; an import into an empty tenant replaces its log (state 'importing').
CREATE TRIGGER `audit_entries_kept_update` BEFORE UPDATE OF `tenant_id`, `id`, `entity`, `entity_id`, `version`, `action`, `actor_id`, `actor`, `before`, `after`, `request_id`, `at` ON `audit_entries`
WHEN 1
BEGIN
  SELECT RAISE(ABORT, 'audit_entries can only grow');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_entries_linked_once` BEFORE UPDATE OF `linked_at` ON `audit_entries`
WHEN OLD.`linked_at` IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'audit_entries can only grow');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_entries_kept_delete` BEFORE DELETE ON `audit_entries`
WHEN EXISTS (SELECT 1 FROM `tenants` WHERE `tenant_id` = OLD.`tenant_id` AND `state` NOT IN ('deleting', 'importing'))
BEGIN
  SELECT RAISE(ABORT, 'audit_entries can only grow');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_links_kept_update` BEFORE UPDATE ON `audit_links`
WHEN 1
BEGIN
  SELECT RAISE(ABORT, 'audit_links can only grow');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_links_kept_delete` BEFORE DELETE ON `audit_links`
WHEN EXISTS (SELECT 1 FROM `tenants` WHERE `tenant_id` = OLD.`tenant_id` AND `state` NOT IN ('deleting', 'importing'))
BEGIN
  SELECT RAISE(ABORT, 'audit_links can only grow');
END;
