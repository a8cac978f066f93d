/**
 * The contract suite on the Cloudflare host, in workerd.
 * @module
 */

import { cloudflareHost, oidcVars } from "./cloudflare-host.ts";
import { contract } from "./contract/contract.ts";
import { startWithPeople } from "./start-with-people.ts";

const { host, people } = startWithPeople(({ issuer }) =>
  cloudflareHost({ vars: { ...oidcVars(issuer), KERNEL_GATEWAY: "http://127.0.0.1:9" } }),
);

contract(host, people);
