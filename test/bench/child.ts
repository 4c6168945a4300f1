import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process of the bench that says its port once it is ready. */
export type Child = { port: number; process: ChildProcess; seconds: number };

/** Starts a script of this folder or the chaos run's with settings as JSON in an environment variable. */
export async function startChild(script: string, env: Record<string, string>): Promise<Child> {
  const from = performance.now();
  // As it is started in production.
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=8', '--heap-growing-percent=50', join(import.meta.dirname, script)],
    {
      env: { ...process.env, MALLOC_ARENA_MAX: '2', ...env },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  const [said] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error(`${script} ended before it was ready`);
    }),
  ])) as [{ port: number }];
  return { port: said.port, process: child, seconds: (performance.now() - from) / 1_000 };
}

export async function stopChild({ process: child }: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Resident memory of a process in megabytes; null where the system does not tell. */
export function residentMb(pid: number | undefined): number | null {
  try {
    const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb ? Math.round(Number(kb) / 1_024) : null;
  } catch {
    return null;
  }
}

/** Processor time a process has taken so far, in milliseconds; 0 where the system does not tell. */
export function processorMs(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}
