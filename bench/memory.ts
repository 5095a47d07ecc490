/** What a process of this machine holds in memory, as the kernel counts it (Linux, proc(5)). */
import { readFileSync, writeFileSync } from "node:fs";

const megabytes = (pid: number, field: "VmRSS" | "VmHWM"): number =>
  Math.round(
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024,
  );

export const residentMegabytes = (pid: number): number => megabytes(pid, "VmRSS");

/** The most since the process began, or since `forgetPeak`. */
export const peakMegabytes = (pid: number): number => megabytes(pid, "VmHWM");

export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, "5");
