/**
 * Colours of what the command prints: on a terminal only, so that a pipe or a CI log gets plain text. (picocolors by itself also
 * colours wherever `CI` is set.)
 * @module
 */
import pc from "picocolors";

const { env, stdout, stderr } = process;
const wanted = env.NO_COLOR ? false : env.FORCE_COLOR ? true : stdout.isTTY === true && stderr.isTTY === true;

/** The formatters of picocolors, which give their text back unchanged where colours are not wanted. */
export const colors: ReturnType<typeof pc.createColors> = pc.createColors(wanted);
