/**
 * The API of workspaces, members and collaborators.
 * @module
 */
import { type Context, Hono } from "hono";
import type { Person } from "../../compiler/contract/api.ts";
import { emailAddress, roleRequest, workspaceRequest } from "../../compiler/contract/parse-api.ts";
import type { Deps, Env } from "../deps.ts";
import { badRequest, conflict } from "../errors.ts";
import {
  addWorkspace,
  type Circle,
  peopleOf,
  projectsOf,
  removePerson,
  setRole,
  workspacesOf,
} from "../registry/people.ts";
import { appFor, bodyOf, workspaceFor } from "./caller.ts";

export function peopleApi(deps: Deps): Hono<Env> {
  const { database } = deps;
  const api = new Hono<Env>();
  api.get("/me", async (context) => {
    const email = context.get("email");
    return context.json({ email, workspaces: await workspacesOf(database, email) });
  });
  api.post("/workspaces", async (context) => {
    const { name } = await bodyOf(context, workspaceRequest);
    return context.json(await addWorkspace(database, { name, owner: context.get("email"), now: deps.clock() }), 201);
  });

  const members = async (context: Context<Env>): Promise<Circle> => ({
    workspace: await workspaceFor(context, deps, context.req.method === "GET" ? "viewer" : "owner"),
  });
  const collaborators = async (context: Context<Env>): Promise<Circle> => {
    const { app } = await appFor(context, deps, context.req.method === "GET" ? "publish" : "govern");
    return { project: app.project };
  };
  for (const [path, circleOf] of [
    ["/workspaces/:workspace/members", members],
    ["/apps/:project/collaborators", collaborators],
  ] as const) {
    api.get(path, async (context) => context.json({ people: await peopleOf(database, await circleOf(context)) }));
    api.put(`${path}/:email`, async (context) => {
      const circle = await circleOf(context);
      const { role } = await bodyOf(context, roleRequest);
      if (!(await setRole(database, circle, { email: emailOf(context), role }))) throw lastOwner();
      // Nobody loses the right to open an app by another role, so kernels go on.
      return context.body(null, 204);
    });
    api.delete(`${path}/:email`, async (context) => {
      const circle = await circleOf(context);
      const person: Person["email"] = emailOf(context);
      const removed = await removePerson(database, circle, person);
      if (!removed && (await peopleOf(database, circle)).some(({ email }) => email.toLowerCase() === person))
        throw lastOwner();
      // Who may not open an app any more may not go on with its kernel either; who may, gets a new one.
      for (const project of removed ? await projectsOf(database, circle) : []) await deps.kernels?.end(project);
      return context.body(null, 204);
    });
  }
  return api;
}

function emailOf(context: Context<Env>): string {
  const found = emailAddress((context.req.param("email") ?? "").toLowerCase(), "The address");
  if (!found.ok) throw badRequest(found.fault.message, "Give the address with which the person signs in.");
  return found.value;
}

function lastOwner() {
  return conflict("This is the workspace's last owner.", "Make somebody else an owner first.");
}
