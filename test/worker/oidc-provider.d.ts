/** The little of `oidc-provider` that tests use; the package has no types of its own. */
declare module "oidc-provider" {
  export class Provider {
    constructor(issuer: string, configuration: object);
    callback(): (request: unknown, response: unknown) => void;
  }
}
