/**
 * The Python that is sent into each kernel. Workers have no files of their own, so the build makes one module of it.
 * @module
 */
import runner from "../../../dist/kernel-runner.json";
import type { RunnerFiles } from "../../kernels/kernel-life.ts";

export const RUNNER_FILES: RunnerFiles = runner;
