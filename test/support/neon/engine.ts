/** What stands behind the stand-in: an engine that holds databases, each owned by a role that row-level security binds. */

/** One statement, with its parameters as the driver sends them: text or null. */
export interface Query {
  query: string;
  params: (string | null)[];
}

/** A statement's result in Neon's raw text form; `rows` hold text, whatever the type. */
export interface QueryResult {
  command: string;
  rowCount: number | null;
  rowAsArray: true;
  fields: { name: string; dataTypeID: number }[];
  rows: (string | null)[][];
}

export interface Database {
  /** Runs one statement by itself. */
  single(query: Query): Promise<QueryResult>;
  /** Runs statements as one transaction. `characteristics` as in SET TRANSACTION, such as `isolation level serializable`. */
  batch(queries: Query[], characteristics: string | undefined): Promise<QueryResult[]>;
}

export interface Engine {
  /** The role that owns the databases; neither superuser nor exempt from row-level security. */
  readonly role: string;
  readonly databases: ReadonlyMap<string, Database>;
  close(): Promise<void>;
}
