import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { taskKindsOf } from '../../src/usecases/desk/task-kinds.ts';
import type { CardAction } from '../teams/loopback-teams.ts';

/** Notes a task's button that somebody has pressed on a card they were shown, where the whole suite is run (`test/run.ts`). */
export function notePressed({ verb, data }: Pick<CardAction, 'verb' | 'data'>): void {
  const folder = process.env.PRESSED_DIR;
  if (!folder || verb !== 'task-act') return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${String(data.id).split('|')[0]}.${data.act}`), '');
}

/** The buttons that kinds of task declare and that no scenario has pressed, as "kind: act". */
export function neverPressed(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  const pressed = new Set(readdirSync(folder));
  const acts = Object.entries(taskKindsOf).flatMap(([kind, own]) =>
    Object.keys(own.acts).map((act) => ({ kind, act })),
  );
  return acts.filter(({ kind, act }) => !pressed.has(`${kind}.${act}`)).map(({ kind, act }) => `${kind}: ${act}`);
}
