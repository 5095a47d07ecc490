-- How customers pay, how many pay how, and which subscriptions started and ended on which day, from what is there already.
-- The rule is that of worker/modules/billing/behaviour/segment.ts. Pauses are counted by the rebuild, from the log.
SELECT set_config('tepi.tenant', '*', true);
--> statement-breakpoint
INSERT INTO customer_behaviour (tenant_id, customer_id, brand_id, status, segment, since, overdue_count, overdue_amount,
  paid_on_time_count, paid_late_count, last_on_time_on, last_late_on, evidence_on)
SELECT tenant_id, customer_id, brand_id, status,
  CASE
    WHEN deleted_at IS NOT NULL THEN NULL
    WHEN overdue_count > 0 THEN 'in_arrears'
    WHEN last_late_on > year_before THEN 'late_payer'
    WHEN last_on_time_on > year_before THEN 'loyal'
    ELSE 'new'
  END,
  today, overdue_count, overdue_amount, on_time_count, late_count, last_on_time_on, last_late_on,
  CASE
    WHEN deleted_at IS NOT NULL OR overdue_count > 0 THEN NULL
    WHEN last_late_on > year_before THEN last_late_on
    WHEN last_on_time_on > year_before THEN last_on_time_on
  END
FROM (
  SELECT tenant_id, customer_id, brand_id, status, deleted_at, today, to_char(today::date - interval '1 year', 'YYYY-MM-DD') COLLATE "C" AS year_before,
    sum(CASE WHEN state = 'overdue' THEN 1 ELSE 0 END) AS overdue_count,
    sum(CASE WHEN state = 'overdue' THEN total - paid ELSE 0 END) AS overdue_amount,
    sum(CASE WHEN state = 'paid' AND paid_on <= due_on THEN 1 ELSE 0 END) AS on_time_count,
    sum(CASE WHEN state = 'paid' AND paid_on > due_on THEN 1 ELSE 0 END) AS late_count,
    max(CASE WHEN state = 'paid' AND paid_on <= due_on THEN due_on END) AS last_on_time_on,
    max(CASE WHEN state = 'paid' AND paid_on > due_on THEN due_on END) AS last_late_on
  FROM (
    SELECT c.tenant_id, c.id AS customer_id, c.brand_id, c.status, c.deleted_at, i.state, i.total, i.paid, i.due_on,
      to_char(to_timestamp(coalesce(i.paid_at, 0) / 1000.0) AT TIME ZONE t.time_zone, 'YYYY-MM-DD') COLLATE "C" AS paid_on,
      to_char(now() AT TIME ZONE t.time_zone, 'YYYY-MM-DD') COLLATE "C" AS today
    FROM customers c
    JOIN tenants t ON t.tenant_id = c.tenant_id
    LEFT JOIN invoices i ON i.tenant_id = c.tenant_id AND i.customer_id = c.id
      AND (i.state = 'overdue' OR (i.state = 'paid' AND i.paid > 0))
  ) AS judged
  GROUP BY tenant_id, customer_id, brand_id, status, deleted_at, today
) AS figures
WHERE true ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO customer_totals (tenant_id, segment, brand_id, status, customers, overdue_count, overdue_amount)
SELECT tenant_id, segment, brand_id, status, count(*), sum(overdue_count), sum(overdue_amount)
FROM customer_behaviour WHERE segment IS NOT NULL
GROUP BY tenant_id, segment, brand_id, status;
--> statement-breakpoint
INSERT INTO subscription_days (tenant_id, date, brand_id, started, ended, suspended, restored)
SELECT tenant_id, date, brand_id, sum(started), sum(ended), 0, 0
FROM (
  SELECT tenant_id, starts_on AS date, brand_id, 1 AS started, 0 AS ended
  FROM subscriptions WHERE state <> 'terminated' OR ends_on >= starts_on
  UNION ALL
  SELECT tenant_id, ends_on, brand_id, 0, 1
  FROM subscriptions WHERE state = 'terminated' AND ends_on >= starts_on
) AS days
GROUP BY tenant_id, date, brand_id;
--> statement-breakpoint
SELECT set_config('tepi.tenant', '', true);
