/**
 * The contract suite on the one-machine host.
 * @module
 */
import { contract } from "./contract/contract.ts";
import { CLIENT } from "./identity-provider.ts";
import { nodeHost, UNREACHABLE } from "./node-host.ts";
import { startWithPeople } from "./start-with-people.ts";

const { host, people } = startWithPeople(({ issuer }) =>
  nodeHost({ oidc: { issuer, ...CLIENT }, kernels: UNREACHABLE }),
);

contract(host, people);
