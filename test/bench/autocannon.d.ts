/** The little of `autocannon` that the bench uses; the package has no types of its own. */
declare module "autocannon" {
  interface Options {
    url: string;
    headers?: Record<string, string>;
    connections: number;
    duration: number;
  }
  interface Result {
    latency: { average: number; p50: number; p99: number };
    requests: { average: number };
    errors: number;
    non2xx: number;
  }
  // biome-ignore lint/style/noDefaultExport: what the package exports
  export default function autocannon(options: Options): Promise<Result>;
}
