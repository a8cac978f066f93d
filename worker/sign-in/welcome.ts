/**
 * What happens when a verified address signs in, whichever source vouches for it.
 * @module
 */
import type { SignInSources } from "../deps.ts";
import { type Database, type Statement, sql } from "../storage/database.ts";

/** The workspace that is there from the start. */
export const FIRST_WORKSPACE = "home";

/** Gives a person the place in the first workspace that the server's configuration says. */
export async function welcome(
  database: Database,
  person: { email: string; sources: Pick<SignInSources, "owners" | "joinDomains">; now: number },
): Promise<void> {
  const { email, sources, now } = person;
  const statements: Statement[] = [
    sql("INSERT OR IGNORE INTO workspace (id, name, created) VALUES (?1, 'Home', ?2)", FIRST_WORKSPACE, now),
  ];
  const domain = email.slice(email.lastIndexOf("@") + 1);
  if (sources.owners.includes(email))
    statements.push(
      sql(
        `INSERT INTO member (workspace, email, role) VALUES (?1, ?2, 'owner')
         ON CONFLICT (workspace, email) DO UPDATE SET role = 'owner'`,
        FIRST_WORKSPACE,
        email,
      ),
    );
  else if (sources.joinDomains.includes(domain))
    statements.push(
      sql("INSERT OR IGNORE INTO member (workspace, email, role) VALUES (?1, ?2, 'viewer')", FIRST_WORKSPACE, email),
    );
  await database.batch(statements);
}
