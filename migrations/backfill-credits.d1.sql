-- In place of the rebuild of `invoices` that drizzle-kit writes for its new constraint (from PRAGMA foreign_keys=OFF on):
-- Added to the column, since a constraint of its own would rebuild the table.
ALTER TABLE `invoices` ADD `credited` integer DEFAULT 0 NOT NULL CONSTRAINT `invoices_credited` CHECK(`credited` >= 0 AND `paid` + `credited` <= `total`);
